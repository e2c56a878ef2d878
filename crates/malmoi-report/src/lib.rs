//! Results to tables.
