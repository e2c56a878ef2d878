//! One search through an eojeol that is not remembered: the plain lattice, but
//! for the rests that are, and for nodes that are hopeless.

use super::contexts::{Contexts, RightContext};
use super::eojeol::First;
use super::ways::{End, Entry, NONE, PASSING, Rank, Way};

/// The nodes of one search, and the memory for the next.
#[derive(Default)]
pub(super) struct Search {
    nodes: Vec<Node>,
    /// The ends of nodes before each character.
    ending: Vec<Vec<Ending>>,
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

/// The end of the cheapest path to a node.
#[derive(Clone, Copy)]
struct Ending {
    cost: i32,
    right: RightContext,
    /// The rank of the node, which decides where costs are equal.
    rank: Rank,
    node: u32,
}

/// A way to the end: the words up to a node, then a way that is remembered.
#[derive(Clone, Copy)]
struct Found {
    cost: i32,
    right: RightContext,
    node: u32,
    rest: u32,
}

impl Search {
    /// Starts anew, for an eojeol of `length` characters. Entries come with the
    /// rank of their last word.
    pub(super) fn start(
        &mut self,
        length: usize,
        entries: &[Entry],
        rank: impl Fn(&Entry) -> Rank,
    ) {
        self.nodes.clear();
        self.found.clear();
        if self.ending.len() < length {
            self.ending.resize_with(length, Vec::new);
        }
        for ending in &mut self.ending[..length] {
            ending.clear();
        }
        for (number, entry) in entries.iter().enumerate() {
            let rank = rank(entry);
            self.ending[0].push(Ending {
                cost: entry.cost,
                right: entry.right,
                rank,
                node: number as u32,
            });
            self.nodes.push(Node {
                word: number as u32,
                rank,
                previous: NONE,
            });
        }
    }

    /// Says whether no node ends at a place.
    pub(super) fn is_empty_at(&self, place: usize) -> bool {
        self.ending[place].is_empty()
    }

    /// Returns the cost of the cheapest node that ends at a place, with what
    /// comes after it, and the node.
    pub(super) fn cheapest_before(&self, place: usize, costs: &[i16]) -> (i32, u32) {
        let mut best = (i32::MAX, NONE, (0, 0));
        for ending in &self.ending[place] {
            let cost = ending.cost + i32::from(costs[usize::from(ending.right)]);
            if cost < best.0 || cost == best.0 && ending.rank < best.2 {
                best = (cost, ending.node, ending.rank);
            }
        }
        (best.0, best.1)
    }

    /// Adds a word after a node.
    pub(super) fn add_word(&mut self, first: &First, (cost, previous): (i32, u32), length: usize) {
        let node = self.nodes.len() as u32;
        let rank = (first.bytes, first.order);
        let cost = cost + first.cost;
        let right = first.right;
        self.nodes.push(Node {
            word: first.word,
            rank,
            previous,
        });
        if (first.end as usize) < length {
            self.ending[first.end as usize].push(Ending {
                cost,
                right,
                rank,
                node,
            });
        } else {
            self.found.push(Found {
                cost,
                right,
                node,
                rest: NONE,
            });
        }
    }

    /// Adds a way that goes on from a node to the end.
    pub(super) fn add_found(&mut self, node: u32, cost: i32, rest: u32, way: &Way) {
        self.found.push(Found {
            cost: cost + way.cost,
            right: way.right,
            node,
            rest,
        });
    }

    /// Drops the nodes at a place that no continuation can make the cheapest.
    pub(super) fn drop_hopeless(&mut self, place: usize, contexts: &mut Contexts<'_>) {
        let ending = &mut self.ending[place];
        let Some(best) = ending.iter().copied().min_by_key(|e| (e.cost, e.rank)) else {
            return;
        };
        let mut kept = 0;
        for index in 0..ending.len() {
            let this = ending[index];
            if this.right == best.right && this.node != best.node
                || contexts.is_hopeless_after((best.right, best.cost), (this.right, this.cost))
            {
                continue;
            }
            match ending[..kept].iter_mut().find(|e| e.right == this.right) {
                Some(other) if (this.cost, this.rank) < (other.cost, other.rank) => *other = this,
                Some(_) => {}
                None => {
                    ending[kept] = this;
                    kept += 1;
                }
            }
        }
        ending.truncate(kept);
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
            match self.found[..kept].iter().position(|f| f.right == this.right) {
                Some(other) => {
                    let that = &self.found[other];
                    if this.cost < that.cost
                        || this.cost == that.cost
                            && self.ranks(&this, ways) < self.ranks(that, ways)
                    {
                        self.found[other] = this;
                    }
                }
                None => {
                    self.found[kept] = this;
                    kept += 1;
                }
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
        let mut at = found.node;
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
            let mut node = &self.nodes[found.node as usize];
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
