//! One search through an eojeol that is too long to be remembered: the plain
//! lattice, but for the rests that are not, and for nodes that are hopeless.

use super::contexts::{Contexts, RightContext};
use super::eojeol::First;
use super::ways::{End, Entry, NONE, PASSING, Rank, Way};

/// The nodes of one search, and the memory for the next.
#[derive(Default)]
pub(super) struct Search {
    nodes: Vec<Node>,
    /// The nodes that end before each character.
    ending: Vec<Vec<u32>>,
    found: Vec<Found>,
}

/// A word, or an entry, with the cheapest path to it.
#[derive(Clone, Copy)]
struct Node {
    right: RightContext,
    cost: i32,
    rank: Rank,
    /// The word; of an entry, its number.
    word: u32,
    /// The node before, or [`NONE`] for an entry.
    previous: u32,
}

/// A way to the end: the words up to a node, then a way that is remembered.
#[derive(Clone, Copy)]
struct Found {
    right: RightContext,
    cost: i32,
    node: u32,
    rest: u32,
}

impl Search {
    /// Starts anew, for an eojeol of `length` characters.
    pub(super) fn start(&mut self, length: usize, entries: &[Entry]) {
        self.nodes.clear();
        self.found.clear();
        if self.ending.len() < length {
            self.ending.resize_with(length, Vec::new);
        }
        for ending in &mut self.ending[..length] {
            ending.clear();
        }
        for (number, entry) in entries.iter().enumerate() {
            self.ending[0].push(number as u32);
            self.nodes.push(Node {
                right: entry.right,
                cost: entry.cost,
                rank: entry.rank,
                word: number as u32,
                previous: NONE,
            });
        }
    }

    /// Says whether no node ends at a place.
    pub(super) fn is_empty_at(&self, place: usize) -> bool {
        self.ending[place].is_empty()
    }

    /// Returns the cheapest of the nodes that end at a place, with its cost.
    pub(super) fn cheapest_before(&self, place: usize, costs: &[i16]) -> (i32, u32) {
        let mut best = (i32::MAX, NONE);
        for &number in &self.ending[place] {
            let node = &self.nodes[number as usize];
            let cost = node.cost + i32::from(costs[usize::from(node.right)]);
            if cost < best.0 || cost == best.0 && node.rank < self.nodes[best.1 as usize].rank {
                best = (cost, number);
            }
        }
        best
    }

    /// Adds a node, unless there is a better one of the same right context.
    fn add_node(&mut self, place: usize, node: Node) {
        let ending = &mut self.ending[place];
        let nodes = &mut self.nodes;
        let same = ending
            .iter()
            .find(|other| nodes[**other as usize].right == node.right);
        match same {
            Some(&other) => {
                let other = &mut nodes[other as usize];
                if (node.cost, node.rank) < (other.cost, other.rank) {
                    *other = node;
                }
            }
            None => {
                ending.push(nodes.len() as u32);
                nodes.push(node);
            }
        }
    }

    /// Adds a word after a node.
    pub(super) fn add_word(
        &mut self,
        first: &First,
        (cost, previous): (i32, u32),
        length: usize,
        ways: &[Way],
    ) {
        let node = Node {
            right: first.right,
            cost: cost + first.cost,
            rank: (first.bytes, first.order),
            word: first.word,
            previous,
        };
        if (first.end as usize) < length {
            self.add_node(first.end as usize, node);
        } else {
            let number = self.nodes.len() as u32;
            self.nodes.push(node);
            self.add(
                Found {
                    right: node.right,
                    cost: node.cost,
                    node: number,
                    rest: NONE,
                },
                ways,
            );
        }
    }

    /// Adds a way that goes on from a node to the end.
    pub(super) fn add_found(&mut self, node: u32, cost: i32, way: u32, ways: &[Way]) {
        let Way {
            cost: rest_cost,
            right,
            ..
        } = ways[way as usize];
        self.add(
            Found {
                right,
                cost: cost + rest_cost,
                node,
                rest: way,
            },
            ways,
        );
    }

    /// Keeps the cheaper of two ends of one right context.
    fn add(&mut self, found: Found, ways: &[Way]) {
        let Some(index) = self.found.iter().position(|f| f.right == found.right) else {
            self.found.push(found);
            return;
        };
        let other = self.found[index];
        let wins = found.cost < other.cost
            || found.cost == other.cost && self.ranks(&found, ways) < self.ranks(&other, ways);
        if wins {
            self.found[index] = found;
        }
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

    /// Drops the nodes at a place that no continuation can make the cheapest.
    pub(super) fn drop_hopeless(&mut self, place: usize, contexts: &mut Contexts<'_>) {
        let nodes = &self.nodes;
        let ending = &mut self.ending[place];
        let best = ending
            .iter()
            .map(|number| nodes[*number as usize])
            .min_by_key(|node| node.cost);
        let Some(best) = best else {
            return;
        };
        ending.retain(|number| {
            let node = &nodes[*number as usize];
            node.right == best.right
                || !contexts.is_hopeless_after((best.right, best.cost), (node.right, node.cost))
        });
    }

    pub(super) fn drop_hopeless_ends(&mut self, contexts: &mut Contexts<'_>) {
        let Some(best) = self.found.iter().copied().min_by_key(|found| found.cost) else {
            return;
        };
        self.found.retain(|found| {
            found.right == best.right
                || !contexts.is_hopeless_after((best.right, best.cost), (found.right, found.cost))
        });
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
                    right: node.right,
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
