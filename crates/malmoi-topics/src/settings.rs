use std::time::Duration;

/// What [`fit`](fn@crate::fit) shall do.
///
/// ```
/// use malmoi_topics::Settings;
///
/// let settings = Settings { iterations: 500, seed: 7, ..Settings::new(20) };
/// assert_eq!((settings.topics, settings.alpha, settings.beta), (20, 0.1, 0.01));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// The number of topics, K; 0 counts as 1.
    pub topics: u16,
    /// How often each token is drawn anew once all documents are in; before
    /// that topics form on few of them, at the cost of about ten iterations.
    pub iterations: u32,
    /// Where the random numbers start. The same seed gives the same model.
    pub seed: u64,
    /// How many tokens of each topic a document has before it is read: α at
    /// the start, the same for all topics; positive.
    pub alpha: f64,
    /// How many occurrences of each term a topic has before anything is read:
    /// β; positive.
    pub beta: f64,
    /// α is learnt after every so many iterations, one value for each topic,
    /// and while the documents come in; 0 leaves it as it is.
    pub learn_every: u32,
    /// So many iterations at the beginning are not counted for `learn_every`.
    pub burn_in: u32,
    /// Whether β is learnt whenever α is.
    pub learn_beta: bool,
    /// Whether each group of documents has an α of its own, by
    /// Dirichlet-multinomial regression on the group.
    pub by_group: bool,
    /// No iteration starts after this time; documents come in nevertheless. This is the one thing by which
    /// the clock can change a result, and only where it is asked for.
    pub time_limit: Option<Duration>,
}

impl Settings {
    /// 200 iterations with seed 1, α = 0.1 at the start and learnt after every
    /// tenth iteration, β = 0.01 and fixed, no groups, no limit of time.
    #[must_use]
    pub fn new(topics: u16) -> Self {
        Self {
            topics,
            iterations: 200,
            seed: 1,
            alpha: 0.1,
            beta: 0.01,
            learn_every: 10,
            burn_in: 0,
            learn_beta: false,
            by_group: false,
            time_limit: None,
        }
    }
}

/// How far [`fit`](fn@crate::fit) has come; told after each iteration.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Progress {
    /// Iterations done; 0 while the documents come in.
    pub iteration: u32,
    /// Iterations asked for.
    pub iterations: u32,
    /// The model's joint log-likelihood per token, as
    /// [`Model::log_likelihood_per_word`](crate::Model::log_likelihood_per_word); at every tenth
    /// iteration and the last.
    pub log_likelihood_per_word: Option<f64>,
    /// Tokens drawn per second, since all documents are in or, until then, so far.
    pub tokens_per_second: f64,
    /// Time spent drawing tokens and learning; likelihoods are not in it.
    pub sampling: Duration,
}
