//! One search through an eojeol that no table is remembered for: the plain
//! lattice.
//!
//! Most kinds of eojeols come once, and to search one takes a fraction of what
//! its table takes. So nothing is left out here that would have to be thought
//! about: every word is a node, and is connected to every left neighbour.

use super::contexts::{Contexts, LeftContext, Place, RightContext, Row};
use super::surfaces::SurfaceWord;
use super::ways::{End, NONE, PASSING, Rank, Way};

/// The nodes of the searches of one sentence, and the memory for the next.
#[derive(Default)]
pub(super) struct Search {
    nodes: Vec<Node>,
    /// The nodes that end before each character of the eojeol at hand, and at its
    /// end.
    ending: Vec<Ending>,
    before: Vec<Before>,
    /// Whether several entries were the cheapest before a word.
    has_tie: bool,
}

/// The nodes that end at a place.
#[derive(Clone, Copy)]
struct Ending {
    /// The newest of them, which names the next older one.
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

    fn add(&mut self, node: u32, right: RightContext, cost: i32) {
        self.newest = node;
        if cost < self.cost {
            (self.right, self.cost) = (right, cost);
        }
    }
}

/// A word on the cheapest path to it.
#[derive(Clone, Copy)]
struct Node {
    /// The word, and its length and order; or a [`WAY`] to the end.
    word: u32,
    rank: Rank,
    cost: i32,
    /// The node before, or [`NONE`] for the first word of the eojeol.
    previous: u32,
    /// The next older node that ends at the same character.
    older: u32,
    right: RightContext,
    /// Which of the entries the path starts from.
    entry: u16,
}

/// A left neighbour of the words that start at a place.
#[derive(Clone, Copy)]
pub(super) struct Before {
    /// The cost in the upper half; below it the rank, so that of equal costs the
    /// smaller rank is the smaller key.
    key: i64,
    right: Place,
    node: u32,
    entry: u16,
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

/// The cheapest path up to a word.
#[derive(Clone, Copy, Default)]
pub(super) struct Cheapest {
    pub(super) cost: i32,
    node: u32,
    entry: u16,
}

impl Before {
    fn new(cost: i32, rank: Rank, right: RightContext) -> Before {
        let rank = i64::from(rank.0) << 16 | i64::from(rank.1);
        Before {
            key: (i64::from(cost) << 32) | rank,
            right: Place::of(right),
            node: NONE,
            entry: 0,
        }
    }

    /// What a sentence has before an eojeol, as its entry with this number.
    pub(super) fn entry(number: usize, cost: i32, rank: Rank, right: RightContext) -> Before {
        Before {
            entry: number as u16,
            ..Before::new(cost, rank, right)
        }
    }
}

impl Search {
    /// Forgets all nodes.
    pub(super) fn clear(&mut self) {
        self.nodes.clear();
    }

    /// Gives the memory for the entries to [`start`](Search::start) with.
    pub(super) fn take_before(&mut self) -> Vec<Before> {
        self.before.clear();
        std::mem::take(&mut self.before)
    }

    /// Starts at the first of an eojeol's `length` characters.
    pub(super) fn start(&mut self, length: usize, entries: Vec<Before>) {
        self.ending.clear();
        self.ending.resize(length + 1, Ending::NONE);
        self.before = entries;
        self.has_tie = false;
    }

    /// Says whether several entries were the cheapest before a word.
    pub(super) fn has_tie(&self) -> bool {
        self.has_tie
    }

    /// Notes that several entries were the cheapest before a word.
    pub(super) fn note_tie(&mut self) {
        self.has_tie = true;
    }

    /// Returns the left neighbours of what comes next.
    pub(super) fn before(&self) -> &[Before] {
        &self.before
    }

    /// Goes to the nodes that end at a place, but for those that the cheapest of
    /// them makes hopeless. Returns false if there are none.
    pub(super) fn go_to(&mut self, place: usize, contexts: &Contexts<'_>) -> bool {
        self.before.clear();
        let ending = self.ending[place];
        let cheaper = contexts.cheaper((ending.right, ending.cost));
        let mut at = ending.newest;
        while let Some(node) = self.nodes.get(at as usize) {
            if !cheaper.excludes(node.right, node.cost) {
                self.before.push(Before {
                    node: at,
                    entry: node.entry,
                    ..Before::new(node.cost, node.rank, node.right)
                });
            }
            at = node.older;
        }
        !self.before.is_empty()
    }

    /// Adds the words of a surface, which are sorted by left context, after the
    /// cheapest paths to them. `order` is that of the first word.
    pub(super) fn add_surface(
        &mut self,
        (words, order): (&[SurfaceWord], u16),
        (end, bytes): (usize, u16),
        before: impl Fn(&[Before], LeftContext) -> Cheapest,
    ) {
        let Some(first) = words.first() else { return };
        let mut left = first.left;
        let mut cheapest = before(&self.before, left);
        let mut ending = self.ending[end];
        let number = self.nodes.len() as u32;
        self.nodes
            .extend(words.iter().zip(number..).map(|(word, number)| {
                if word.left != left {
                    left = word.left;
                    cheapest = before(&self.before, left);
                }
                let cost = cheapest.cost + word.cost;
                let older = ending.newest;
                ending.add(number, word.right, cost);
                Node {
                    word: word.word,
                    rank: (bytes, order + word.order),
                    cost,
                    previous: cheapest.node,
                    older,
                    right: word.right,
                    entry: cheapest.entry,
                }
            }));
        self.ending[end] = ending;
    }

    /// Adds a word after the cheapest path.
    pub(super) fn add_word(&mut self, next: Next, cheapest: Cheapest) {
        let ending = &mut self.ending[next.end];
        let node = Node {
            word: next.word,
            rank: next.rank,
            cost: cheapest.cost + next.cost,
            previous: cheapest.node,
            older: ending.newest,
            right: next.right,
            entry: cheapest.entry,
        };
        ending.add(self.nodes.len() as u32, node.right, node.cost);
        self.nodes.push(node);
    }

    /// Adds a way through the rest of the eojeol after the cheapest path.
    pub(super) fn add_way(&mut self, number: u32, way: &Way, cheapest: Cheapest) {
        let next = Next {
            end: self.ending.len() - 1,
            cost: way.cost,
            right: way.right,
            word: number | WAY,
            rank: (0, 0),
        };
        self.add_word(next, cheapest);
    }

    /// Lists the cheapest path to each right context that the eojeol may end in,
    /// but for those that the cheapest of all makes hopeless.
    pub(super) fn list_ends(&self, ends: &mut Vec<End>, ways: &[Way], contexts: &Contexts<'_>) {
        let ending = self.ending.last().copied().unwrap_or(Ending::NONE);
        let cheaper = contexts.cheaper((ending.right, ending.cost));
        let mut at = ending.newest;
        while let Some(node) = self.nodes.get(at as usize) {
            let way = at | PASSING;
            at = node.older;
            if cheaper.excludes(node.right, node.cost) {
                continue;
            }
            let end = End {
                right: node.right,
                entry: node.entry,
                cost: node.cost,
                way,
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

/// Returns the cheapest path to one of these, with what comes after it.
#[inline]
pub(super) fn cheapest(before: &[Before], costs: Row<'_>) -> Cheapest {
    let key = |before: &Before| before.key + (i64::from(costs.at(before.right)) << 32);
    let Some((mut best, rest)) = before.split_first() else {
        return Cheapest::default();
    };
    let mut least = key(best);
    for before in rest {
        let key = key(before);
        if key < least {
            (least, best) = (key, before);
        }
    }
    Cheapest {
        cost: (least >> 32) as i32,
        node: best.node,
        entry: best.entry,
    }
}

/// Says whether several of these are the cheapest before what comes after.
pub(super) fn is_tie(before: &[Before], costs: Row<'_>) -> bool {
    let cost = |before: &Before| (before.key >> 32) as i32 + costs.at(before.right);
    let least = before.iter().map(cost).min();
    before.iter().filter(|b| Some(cost(b)) == least).count() > 1
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
