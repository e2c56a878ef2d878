//! The surfaces of the system dictionary that a text begins with.
//!
//! Lindera's builder writes them as a double array (of the crate crawdad): a
//! table of codes by character, and nodes. The child of a node by a code is the
//! node whose number is the base of the parent with the code's bits flipped in
//! it, if that one names the parent as its own. The walk is Lindera's as well,
//! over the same bytes; but that one looks up where the bytes lie at each step,
//! and gives entries, where the number of a surface is enough to remember it by.

/// The surfaces of the embedded dictionary.
pub(super) struct Trie {
    /// The code of each character; `u32::MAX` for those of no surface.
    codes: &'static [[u8; 4]],
    nodes: &'static [[u8; 8]],
    /// The place of the first word of each surface, and one more.
    first_words: &'static [[u8; 4]],
}

/// Set in a base if it is the number of a surface, and in a parent's number if
/// a surface ends where longer ones go on: that one has the child of code zero.
const IS_END: u32 = 1 << 31;

impl Trie {
    /// Reads the embedded dictionary, whose build has checked it.
    pub(super) fn new() -> Trie {
        let (codes, rest) = counted(malmoi_ko_dic::trie());
        // The number of codes stands between.
        let (nodes, _) = counted(rest.get(4..).unwrap_or_default());
        Trie {
            codes,
            nodes,
            first_words: malmoi_ko_dic::first_words().as_chunks().0,
        }
    }

    /// Returns how many nodes there are, each with a number below that.
    pub(super) fn nodes(&self) -> usize {
        self.nodes.len()
    }

    /// Returns the places of a surface's words among all words. `base` is that of
    /// the node at which the surface ends.
    pub(super) fn words(&self, base: u32) -> std::ops::Range<usize> {
        let end = if base & IS_END != 0 {
            base
        } else {
            // A node of its own, and a wait for the memory.
            self.node(base).map_or(IS_END, |(base, _)| base)
        };
        let surface = end & !IS_END;
        let word = |surface: usize| {
            let word = self.first_words.get(surface);
            word.map_or(0, |word| u32::from_le_bytes(*word) as usize)
        };
        word(surface as usize)..word(surface as usize + 1)
    }

    /// Returns the surfaces that `chars` begin with, shorter ones first.
    #[inline]
    pub(super) fn prefixes<'c>(&self, chars: &'c [char]) -> Prefixes<'_, 'c> {
        self.prefixes_from(self.root(), (chars, 0))
    }

    /// Returns those that are longer than what a walk has gone along, which has
    /// come to this node.
    #[inline]
    pub(super) fn prefixes_from<'c>(
        &self,
        node: Node,
        (chars, length): (&'c [char], usize),
    ) -> Prefixes<'_, 'c> {
        Prefixes {
            trie: self,
            chars,
            length,
            node,
        }
    }

    /// Returns where all walks start.
    pub(super) fn root(&self) -> Node {
        Node {
            number: 0,
            base: self.node(0).map_or(IS_END, |(base, _)| base),
        }
    }

    /// Returns the child of a node by a character, or [`Node::NONE`]. Nothing
    /// branches on what is read, so that the processor fetches for many walks at
    /// once.
    #[inline]
    pub(super) fn child(&self, node: Node, c: char) -> Node {
        // What has no code flips the upper bit, and there is no such node; nor is
        // there where the base is the number of a surface.
        let code = self.codes.get(c as usize);
        let child = node.base ^ code.map_or(u32::MAX, |code| u32::from_le_bytes(*code));
        let (base, parent) = self.node(child).unwrap_or((IS_END, u32::MAX));
        if parent & !IS_END == node.number & !IS_END && node.base & IS_END == 0 {
            Node {
                number: child | (base | parent) & IS_END,
                base,
            }
        } else {
            Node::NONE
        }
    }

    /// Returns the base of a node, and its parent.
    #[inline]
    fn node(&self, number: u32) -> Option<(u32, u32)> {
        let &[a, b, c, d, e, f, g, h] = self.nodes.get(number as usize)?;
        Some((
            u32::from_le_bytes([a, b, c, d]),
            u32::from_le_bytes([e, f, g, h]),
        ))
    }
}

/// A node that a walk has come to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Node {
    /// With [`IS_END`] if a surface ends here.
    number: u32,
    /// With [`IS_END`] if nothing goes on from here.
    base: u32,
}

impl Node {
    /// Where what no surface begins with leads to.
    pub(super) const NONE: Node = Node {
        number: 0,
        base: IS_END,
    };

    /// Returns the surface of so many characters that ends here.
    #[inline]
    pub(super) fn surface(self, length: usize) -> Option<Prefix> {
        (self.number & IS_END != 0).then_some(Prefix {
            node: self.number & !IS_END,
            base: self.base,
            length,
        })
    }
}

/// A surface that a text begins with.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Prefix {
    /// The node at which it ends.
    pub(super) node: u32,
    pub(super) base: u32,
    /// In characters.
    pub(super) length: usize,
}

/// A walk along a text.
pub(super) struct Prefixes<'t, 'c> {
    trie: &'t Trie,
    chars: &'c [char],
    /// How many characters have been gone along.
    length: usize,
    node: Node,
}

impl Iterator for Prefixes<'_, '_> {
    type Item = Prefix;

    #[inline]
    fn next(&mut self) -> Option<Prefix> {
        while self.node.base & IS_END == 0 {
            self.node = self.trie.child(self.node, *self.chars.get(self.length)?);
            self.length += 1;
            if let Some(prefix) = self.node.surface(self.length) {
                return Some(prefix);
            }
        }
        None
    }
}

/// Reads a count and so many records after it; returns them and what is left.
fn counted<const BYTES: usize>(data: &[u8]) -> (&[[u8; BYTES]], &[u8]) {
    let Some((count, rest)) = data.split_first_chunk() else {
        return (&[], &[]);
    };
    let bytes = u32::from_le_bytes(*count) as usize * BYTES;
    let (records, rest) = rest.split_at(bytes.min(rest.len()));
    (records.as_chunks().0, rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_walk_finds_what_lindera_s_does() {
        let dictionary = malmoi_ko_dic::load().unwrap().prefix_dictionary;
        let trie = Trie::new();
        let text =
            "대한민국 정부는 4·19 기념일에 서울특별시ㆍ부산에서 美 IT 기업과 만났습니다.뷁😀";
        let chars: Vec<char> = text.chars().collect();
        let mut count = 0;
        for start in 0..chars.len() {
            let rest = &chars[start..];
            let found: Vec<_> = trie.prefixes(rest).collect();
            let expected: Vec<_> = dictionary.common_prefix_search(rest).collect();
            assert_eq!(found.len(), expected.len());
            for (prefix, (entries, length)) in found.iter().zip(expected) {
                let words = trie.words(prefix.base);
                assert_eq!(prefix.length, length);
                let bytes = words.start * 10..words.end * 10;
                assert_eq!(dictionary.vals_data[bytes], *entries);
            }
            count += found.len();
        }
        assert!(count > 40, "{count}");
    }
}
