//! One search through an eojeol that no table is remembered for: the plain
//! lattice.
//!
//! Most kinds of eojeols come once, and to search one takes a fraction of what
//! its table takes. Every word is connected to all that stands before it, but
//! only what is still hopeful where it ends becomes a node: one word in three.

use super::contexts::{Column, Contexts, RightContext, Row};
use super::surfaces::SurfaceWord;
use super::ways::{self, End, Entry, NONE, PASSING, Rank, Way};

/// The nodes of the searches of one sentence, and the memory for the next.
#[derive(Default)]
pub(super) struct Search {
    nodes: Vec<Node>,
    /// For each character of the eojeol at hand, and for its end, what ends
    /// before it.
    ending: Vec<Ending>,
    offers: Vec<Offer>,
    batches: Vec<Batch>,
    /// The left neighbours of the words at each place, those of the place at
    /// hand last.
    before: Vec<Before>,
    /// The first of those of the place at hand.
    first_before: u32,
    /// Whether several entries were the cheapest before a word.
    has_tie: bool,
}

/// The words that end at a place.
#[derive(Clone, Copy)]
struct Ending {
    /// The newest batch of them, which names the next older one.
    newest: u32,
    /// The cheapest.
    right: RightContext,
    cost: i32,
}

impl Ending {
    const NONE: Ending = Ending {
        newest: NONE,
        right: 0,
        cost: i32::MAX,
    };

    #[inline]
    fn take(&mut self, right: RightContext, cost: i32) {
        if cost < self.cost {
            (self.right, self.cost) = (right, cost);
        }
    }
}

/// Words that have place, length and end in common: a range of `offers`.
#[derive(Clone, Copy)]
struct Batch {
    first: u32,
    end: u32,
    /// The first of what stands before the words.
    first_before: u32,
    /// The next older batch that ends at the same character.
    older: u32,
    /// That of the first word; the others are in order.
    rank: Rank,
}

/// A word after the cheapest of what stands before it.
#[derive(Clone, Copy)]
struct Offer {
    cost: i32,
    /// The word; or a [`WAY`] to the end.
    word: u32,
    right: RightContext,
    /// Which of its left neighbours that is, perhaps [`TIED`].
    before: u16,
}

/// Set in the number of an entry if another one is as cheap.
const TIED: u16 = 1 << 15;

/// A word on the cheapest path to it.
#[derive(Clone, Copy)]
struct Node {
    /// The word, and its length and order; or a [`WAY`] to the end.
    word: u32,
    rank: Rank,
    cost: i32,
    /// The node before, or [`NONE`] for the first word of the eojeol.
    previous: u32,
    right: RightContext,
    /// Which of the entries the path starts from.
    entry: u16,
}

/// A left neighbour of the words that start at a place.
#[derive(Clone, Copy)]
struct Before {
    /// The cost in the upper half, and the number among the neighbours below. They
    /// are in the order of their ranks, so that of equal costs the smaller rank is
    /// the smaller key.
    key: i64,
    /// What comes after it costs.
    costs: Row,
    node: u32,
    entry: u16,
    rank: Rank,
}

impl Before {
    /// Returns the key with what a word costs after it.
    #[inline]
    fn key_with(&self, word: Column<'_>) -> i64 {
        self.key + (i64::from(word.after(self.costs)) << 32)
    }
}

/// The cheapest way to a word.
#[derive(Clone, Copy)]
struct Cheapest {
    cost: i32,
    /// Which of the left neighbours it comes from.
    before: u16,
}

impl Cheapest {
    /// Finds it among the left neighbours of a word.
    #[inline]
    fn of(before: &[Before], word: Column<'_>) -> Cheapest {
        let keys = before.iter().map(|before| before.key_with(word));
        let least = keys.fold(i64::MAX, i64::min);
        Cheapest {
            cost: (least >> 32) as i32,
            before: least as u16,
        }
    }

    /// The same at the start of an eojeol, where it may be [`TIED`].
    #[inline]
    fn of_entries(before: &[Before], word: Column<'_>) -> Cheapest {
        let (mut least, mut second) = (i64::MAX, i64::MAX);
        for before in before {
            let key = before.key_with(word);
            second = second.min(key.max(least));
            least = least.min(key);
        }
        let is_tie = least >> 32 == second >> 32;
        Cheapest {
            cost: (least >> 32) as i32,
            before: least as u16 | if is_tie { TIED } else { 0 },
        }
    }
}

impl Search {
    /// Forgets all nodes.
    pub(super) fn clear(&mut self) {
        self.nodes.clear();
    }

    /// Starts before an eojeol of `length` characters.
    pub(super) fn start(&mut self, length: usize) {
        self.ending.clear();
        self.ending.resize(length + 1, Ending::NONE);
        self.offers.clear();
        self.batches.clear();
        self.before.clear();
        self.first_before = 0;
        self.has_tie = false;
    }

    /// Says whether several entries were the cheapest before a word.
    pub(super) fn has_tie(&self) -> bool {
        self.has_tie
    }

    /// Adds what a sentence has before an eojeol.
    pub(super) fn add_entry(&mut self, (number, entry): (usize, &Entry), rank: Rank) {
        self.before.push(Before {
            key: i64::from(entry.cost) << 32,
            costs: entry.costs,
            node: NONE,
            entry: number as u16,
            rank,
        });
    }

    /// Numbers the left neighbours of the place at hand by their ranks.
    pub(super) fn order_before(&mut self) {
        let before = &mut self.before[self.first_before as usize..];
        before.sort_unstable_by_key(|before| before.rank);
        for (before, number) in before.iter_mut().zip(0..) {
            before.key |= number;
        }
    }

    /// Goes to a place, from all words that end there but for those that the
    /// cheapest of them makes hopeless. Returns false if there are none.
    pub(super) fn go_to(&mut self, place: usize, contexts: &Contexts<'_>) -> bool {
        let first = self.nodes.len();
        self.keep_hopeful(place, contexts);
        self.first_before = self.before.len() as u32;
        for (node, number) in self.nodes[first..].iter().zip(first as u32..) {
            self.before.push(Before {
                key: i64::from(node.cost) << 32,
                costs: contexts.costs_after(node.right),
                node: number,
                entry: node.entry,
                rank: node.rank,
            });
        }
        self.order_before();
        self.nodes.len() > first
    }

    /// Makes nodes of the words that end at a place, but for those that the
    /// cheapest of them makes hopeless.
    fn keep_hopeful(&mut self, place: usize, contexts: &Contexts<'_>) {
        let ending = self.ending[place];
        let cheaper = contexts.cheaper((ending.right, ending.cost));
        let mut at = ending.newest;
        while let Some(batch) = self.batches.get(at as usize) {
            let offers = &self.offers[batch.first as usize..batch.end as usize];
            for (offer, order) in offers.iter().zip(batch.rank.1..) {
                if cheaper.excludes(offer.right, offer.cost) {
                    continue;
                }
                self.has_tie |= offer.before & TIED != 0;
                let before = batch.first_before + u32::from(offer.before & !TIED);
                let before = &self.before[before as usize];
                self.nodes.push(Node {
                    word: offer.word,
                    rank: (batch.rank.0, order),
                    cost: offer.cost,
                    previous: before.node,
                    right: offer.right,
                    entry: before.entry,
                });
            }
            at = batch.older;
        }
    }

    /// Adds words of one length at the place at hand. The rank is that of the
    /// first.
    pub(super) fn add_words(
        &mut self,
        words: &[SurfaceWord],
        (end, rank): (usize, Rank),
        contexts: &Contexts<'_>,
    ) {
        let before = &self.before[self.first_before as usize..];
        let mut ending = self.ending[end];
        let first = self.offers.len();
        self.offers.extend(words.iter().map(|word| {
            let cheapest = Cheapest::of(before, contexts.column(word.left));
            let cost = cheapest.cost + word.cost;
            ending.take(word.right, cost);
            Offer {
                cost,
                word: word.word,
                right: word.right,
                before: cheapest.before,
            }
        }));
        self.add_batch(first, (end, rank), ending);
    }

    /// Adds words of one length at the start of the eojeol.
    pub(super) fn add_first_words(
        &mut self,
        words: &[SurfaceWord],
        (end, rank): (usize, Rank),
        before: ways::Before,
        contexts: &Contexts<'_>,
    ) {
        let entries = &self.before[..];
        let mut ending = self.ending[end];
        let first = self.offers.len();
        self.offers.extend(words.iter().map(|word| {
            let cheapest = Cheapest::of_entries(entries, contexts.column(word.left));
            let mut cost = cheapest.cost + word.cost;
            if before == ways::Before::Space {
                cost += contexts.space_penalty(word.left);
            }
            ending.take(word.right, cost);
            Offer {
                cost,
                word: word.word,
                right: word.right,
                before: cheapest.before,
            }
        }));
        self.add_batch(first, (end, rank), ending);
    }

    /// Adds the ways through the rest of the eojeol from the place at hand on.
    /// `number` is that of the first.
    pub(super) fn add_ways(&mut self, (ways, number): (&[Way], u32), contexts: &Contexts<'_>) {
        let before = &self.before[self.first_before as usize..];
        let end = self.ending.len() - 1;
        let mut ending = self.ending[end];
        let first = self.offers.len();
        let mut number = number;
        for ways in Way::by_left(ways) {
            let cheapest = Cheapest::of(before, contexts.column(ways[0].left));
            self.offers
                .extend(ways.iter().zip(number..).map(|(way, number)| {
                    let cost = cheapest.cost + way.cost;
                    ending.take(way.right, cost);
                    Offer {
                        cost,
                        word: number | WAY,
                        right: way.right,
                        before: cheapest.before,
                    }
                }));
            number += ways.len() as u32;
        }
        self.add_batch(first, (end, (0, 0)), ending);
    }

    /// Adds the offers from `first` on to what ends at a place.
    fn add_batch(&mut self, first: usize, (end, rank): (usize, Rank), ending: Ending) {
        self.batches.push(Batch {
            first: first as u32,
            end: self.offers.len() as u32,
            first_before: self.first_before,
            older: ending.newest,
            rank,
        });
        self.ending[end] = Ending {
            newest: self.batches.len() as u32 - 1,
            ..ending
        };
    }

    /// Lists the cheapest path to each right context that the eojeol may end in,
    /// but for those that the cheapest of all makes hopeless.
    pub(super) fn list_ends(&mut self, ends: &mut Vec<End>, ways: &[Way], contexts: &Contexts<'_>) {
        let first = self.nodes.len();
        self.keep_hopeful(self.ending.len() - 1, contexts);
        for (node, number) in self.nodes[first..].iter().zip(first as u32..) {
            let end = End {
                right: node.right,
                entry: node.entry,
                cost: node.cost,
                way: number | PASSING,
            };
            match ends.iter_mut().find(|other| other.right == end.right) {
                None => ends.push(end),
                Some(other) => {
                    let replaces = end.cost < other.cost
                        || end.cost == other.cost && self.wins(end.way, other.way, ways);
                    if replaces {
                        *other = end;
                    }
                }
            }
        }
    }

    /// Says which of two paths wins where costs are equal: from the last word on,
    /// the first that differs decides.
    fn wins(&self, a: u32, b: u32, ways: &[Way]) -> bool {
        let [a, b] = [a, b].map(|path| {
            let mut ranks = Vec::new();
            self.each_word_back(path, ways, &mut |_, rank| ranks.push(rank));
            ranks
        });
        a < b
    }

    /// Returns the rank of the last word of a path.
    pub(super) fn last_rank(&self, path: u32, ways: &[Way]) -> Rank {
        let node = &self.nodes[(path & !PASSING) as usize];
        match way_of(node.word, ways) {
            Some(way) => way.steps(ways).last().map_or((0, 0), |step| step.rank),
            None => node.rank,
        }
    }

    /// Lists the words of a path and their ranks, the last word first.
    pub(super) fn each_word_back(&self, path: u32, ways: &[Way], sink: &mut impl FnMut(u32, Rank)) {
        let mut at = path & !PASSING;
        while let Some(node) = self.nodes.get(at as usize) {
            match way_of(node.word, ways) {
                Some(way) => each_step_back(way, ways, sink),
                None => sink(node.word, node.rank),
            }
            at = node.previous;
        }
    }
}

/// Set in the word of a node that is a way through the rest of the eojeol; no
/// word has all of these bits.
const WAY: u32 = 3 << 30;

/// Returns the way that a node is.
fn way_of(word: u32, ways: &[Way]) -> Option<Way> {
    let is_way = word & WAY == WAY;
    is_way.then(|| ways[(word & !WAY) as usize])
}

/// Lists the words of a way and their ranks, the last word first.
fn each_step_back(way: Way, ways: &[Way], sink: &mut impl FnMut(u32, Rank)) {
    if let Some(rest) = ways.get(way.rest as usize) {
        each_step_back(*rest, ways, sink);
    }
    sink(way.word, way.rank);
}
