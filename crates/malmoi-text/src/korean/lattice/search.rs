//! One search through an eojeol that is not remembered: the plain lattice, but
//! for the rests that are, and for nodes that are hopeless.

use super::contexts::{Contexts, RightContext, Row};
use super::ways::{End, Entry, NONE, PASSING, Rank, Way};

/// The nodes of one search, and the memory for the next.
#[derive(Default)]
pub(super) struct Search {
    /// The nodes that are not hopeless.
    nodes: Vec<Node>,
    /// The words that end before each character.
    ending: Vec<Vec<Ending>>,
    /// The nodes before the place at hand, by their rank.
    before: Vec<Before>,
    found: Vec<Found>,
}

/// A word, or an entry.
#[derive(Clone, Copy)]
struct Node {
    /// The word; of an entry, its number.
    word: u32,
    rank: Rank,
    /// The node before, or [`NONE`] for an entry.
    previous: u32,
}

/// A word with the cost of the cheapest path to it.
#[derive(Clone, Copy)]
struct Ending {
    cost: i32,
    right: RightContext,
    node: Node,
}

/// A node that words may follow.
#[derive(Clone, Copy)]
struct Before {
    cost: i32,
    right: RightContext,
    node: u32,
}

/// A way to the end: the words up to a node, then a way that is remembered.
#[derive(Clone, Copy)]
struct Found {
    cost: i32,
    right: RightContext,
    /// The last word, if it is not of the way; else [`NONE`] is the word.
    last: Node,
    rest: u32,
}

/// A word that is to be connected.
#[derive(Clone, Copy)]
pub(super) struct Next {
    pub(super) end: usize,
    pub(super) cost: i32,
    pub(super) right: RightContext,
    pub(super) word: u32,
    pub(super) rank: Rank,
}

impl Search {
    /// Starts anew, for an eojeol of `length` characters. `rank` tells the rank
    /// of the last word before an entry.
    pub(super) fn start(
        &mut self,
        length: usize,
        entries: &[Entry],
        rank: impl Fn(&Entry) -> Rank,
    ) {
        self.nodes.clear();
        self.found.clear();
        self.before.clear();
        if self.ending.len() < length {
            self.ending.resize_with(length, Vec::new);
        }
        for ending in &mut self.ending[..length] {
            ending.clear();
        }
        for (number, entry) in entries.iter().enumerate() {
            self.before.push(Before {
                cost: entry.cost,
                right: entry.right,
                node: number as u32,
            });
            self.nodes.push(Node {
                word: number as u32,
                rank: rank(entry),
                previous: NONE,
            });
        }
        self.sort_before();
    }

    /// Goes to the nodes that end at a place, but for those that no continuation
    /// can make the cheapest. Returns false if there are none.
    pub(super) fn go_to(&mut self, place: usize, contexts: &mut Contexts<'_>) -> bool {
        let Search {
            nodes,
            ending,
            before,
            ..
        } = self;
        let ending = &ending[place];
        let Some(best) = ending.iter().min_by_key(|e| (e.cost, e.node.rank)) else {
            return false;
        };
        before.clear();
        for this in ending {
            if contexts.is_hopeless_after((best.right, best.cost), (this.right, this.cost)) {
                continue;
            }
            // Of one right context the cheapest will do.
            let same = before.iter_mut().find(|b| b.right == this.right);
            if let Some(other) = same {
                let node = &mut nodes[other.node as usize];
                if (this.cost, this.node.rank) < (other.cost, node.rank) {
                    other.cost = this.cost;
                    *node = this.node;
                }
                continue;
            }
            before.push(Before {
                cost: this.cost,
                right: this.right,
                node: nodes.len() as u32,
            });
            nodes.push(this.node);
        }
        self.sort_before();
        true
    }

    /// Sorts the nodes such that of equal costs the first wins.
    fn sort_before(&mut self) {
        let nodes = &self.nodes;
        if self.before.len() > 1 {
            self.before
                .sort_unstable_by_key(|before| nodes[before.node as usize].rank);
        }
    }

    /// Returns the cost of the cheapest node before, with what comes after it,
    /// and the node.
    pub(super) fn cheapest_before(&self, costs: Row<'_>) -> (i32, u32) {
        let mut best = (i32::MAX, NONE);
        for before in &self.before {
            let cost = before.cost + costs.get(before.right);
            if cost < best.0 {
                best = (cost, before.node);
            }
        }
        best
    }

    /// Adds a word after a node.
    pub(super) fn add_word(&mut self, next: Next, (cost, previous): (i32, u32), length: usize) {
        let Next { right, .. } = next;
        let cost = cost + next.cost;
        let node = Node {
            word: next.word,
            rank: next.rank,
            previous,
        };
        if next.end < length {
            self.ending[next.end].push(Ending { cost, right, node });
        } else {
            self.found.push(Found {
                cost,
                right,
                last: node,
                rest: NONE,
            });
        }
    }

    /// Adds a way that goes on from a node to the end.
    pub(super) fn add_found(&mut self, node: u32, cost: i32, rest: u32, way: &Way) {
        self.found.push(Found {
            cost: cost + way.cost,
            right: way.right,
            last: Node {
                word: NONE,
                rank: (0, 0),
                previous: node,
            },
            rest,
        });
    }

    /// Drops the ways to the end that no continuation can make the cheapest,
    /// and keeps the cheapest of each right context.
    pub(super) fn drop_hopeless_ends(&mut self, contexts: &mut Contexts<'_>, ways: &[Way]) {
        let Some(best) = self.found.iter().copied().min_by_key(|found| found.cost) else {
            return;
        };
        let mut kept = 0;
        for index in 0..self.found.len() {
            let this = self.found[index];
            if contexts.is_hopeless_after((best.right, best.cost), (this.right, this.cost)) {
                continue;
            }
            let mut others = self.found[..kept].iter();
            let Some(other) = others.position(|f| f.right == this.right) else {
                self.found[kept] = this;
                kept += 1;
                continue;
            };
            let that = &self.found[other];
            let wins = this.cost < that.cost
                || this.cost == that.cost && self.ranks(&this, ways) < self.ranks(that, ways);
            if wins {
                self.found[other] = this;
            }
        }
        self.found.truncate(kept);
    }

    /// Lists what decides between two ways of equal cost, from the last word to
    /// the first.
    fn ranks(&self, found: &Found, ways: &[Way]) -> Vec<Rank> {
        let mut ranks = Vec::new();
        let mut at = found.rest;
        while let Some(step) = ways.get(at as usize) {
            ranks.push(step.rank);
            at = step.rest;
        }
        ranks.reverse();
        if found.last.word != NONE {
            ranks.push(found.last.rank);
        }
        let mut at = found.last.previous;
        while let Some(node) = self.nodes.get(at as usize) {
            ranks.push(node.rank);
            at = node.previous;
        }
        ranks
    }

    /// Writes down the ways that were found, and their ends.
    pub(super) fn lay(&self, passing: &mut Vec<Way>, ends: &mut Vec<End>) {
        for found in &self.found {
            let mut way = found.rest;
            let mut node = &found.last;
            if node.word == NONE {
                node = &self.nodes[node.previous as usize];
            }
            while node.previous != NONE {
                let number = passing.len() as u32 | PASSING;
                passing.push(Way {
                    cost: 0,
                    rest: way,
                    word: node.word,
                    rank: node.rank,
                    right: found.right,
                    left: 0,
                });
                way = number;
                node = &self.nodes[node.previous as usize];
            }
            ends.push(End {
                right: found.right,
                entry: node.word as u16,
                cost: found.cost,
                way,
            });
        }
    }
}
