//! Workspace-wide benches.
