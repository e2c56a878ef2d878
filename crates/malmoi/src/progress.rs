//! How a long job tells how far it is, and learns that it should stop.

/// Watches a long job. Called from many threads at once; all methods have a
/// default, and `()` watches nothing.
pub trait Progress: Sync {
    /// A pass over the input begins, of so many bytes, if that is known. What was
    /// done before does not count towards it.
    fn start_pass(&self, _name: &'static str, _bytes: Option<u64>) {}

    /// So many more bytes of input and documents are done.
    fn advance(&self, _bytes: u64, _documents: u64) {}

    /// The input is read for the last time; what remains takes little time.
    fn finish_reading(&self) {}

    /// So many of the steps of a stage are done, beside which reading takes little time.
    fn step(&self, _name: &'static str, _done: u64, _of: u64) {}

    /// Returns whether the job should end as soon as it can, without a result.
    /// Asked between batches of about a megabyte.
    fn is_interrupted(&self) -> bool {
        false
    }
}

impl Progress for () {}
