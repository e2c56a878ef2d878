use super::*;

/// The documents of `tests/reference/coherence.py`.
fn documents() -> Vec<Vec<u32>> {
    let mut state: u64 = 1;
    let mut below = |n: u64| {
        state = (state * 1_103_515_245 + 12_345) % (1 << 31);
        (state >> 16) % n
    };
    let mut document = |number: u32| {
        let longest = if number % 2 == 1 { 20 } else { 298 };
        let length = 3 + below(longest);
        let theme = below(3);
        let term = |_| match below(3) {
            0 => below(30) as u32,
            _ => (theme * 5 + below(5)) as u32,
        };
        (0..length).map(term).collect()
    };
    (0..40).map(&mut document).collect()
}

fn of(topics: &[&[u32]], documents: &[Vec<u32>], measure: Coherence) -> Vec<Option<f64>> {
    let topics: Vec<Vec<u32>> = topics.iter().map(|t| t.to_vec()).collect();
    coherence(&topics, documents.iter().map(Vec::as_slice), measure)
}

/// By `tests/reference/coherence.py`, gensim 4.4.0.
#[test]
fn values_are_those_of_gensim() {
    let topics: [&[u32]; 5] = [
        &[0, 1, 2, 3, 4],
        &[5, 6, 7, 8, 9, 10],
        &[0, 6, 12, 3],
        &[11, 2],
        &[13, 1, 0],
    ];
    let whole = documents();
    let mut once = documents();
    for document in &mut once {
        let mut seen = Vec::new();
        document.retain(|term| {
            !seen.contains(term) && {
                seen.push(*term);
                true
            }
        });
    }
    let umass = [
        -0.229278963825,
        -0.231428502841,
        -0.384772842648,
        -0.427444014824,
        -0.345047571571,
    ];
    for (documents, measure, expected) in [
        (&once, Coherence::UMass, umass),
        (
            &once,
            Coherence::Npmi,
            [
                0.0769458791036,
                0.028005298227,
                -0.0370939936108,
                -0.135757367204,
                -0.041995009638,
            ],
        ),
        (
            &once,
            Coherence::Cv,
            [
                0.916084325567,
                0.858292637928,
                0.637421306657,
                0.764461494884,
                0.702641614839,
            ],
        ),
        (&whole, Coherence::UMass, umass),
        (
            &whole,
            Coherence::Npmi,
            [
                0.404524644365,
                0.202246078167,
                -0.124904080998,
                -0.307860936864,
                -0.0244314356949,
            ],
        ),
        (
            &whole,
            Coherence::Cv,
            [
                0.503976431782,
                0.489111445766,
                0.422403970289,
                0.578093329118,
                0.523291227023,
            ],
        ),
    ] {
        let found = of(&topics, documents, measure);
        for (found, expected) in found.into_iter().zip(expected) {
            let found = found.unwrap();
            let off = (found - expected).abs();
            assert!(off < 1e-9, "{measure:?}: {found} {expected}");
        }
    }
}

/// Counts by going through the windows one by one.
fn counted(document: &[u32], size: usize, a: u32, b: u32) -> u64 {
    let windows: Vec<&[u32]> = match document.len() < size {
        true => vec![document],
        false => document.windows(size).collect(),
    };
    let holds = |w: &&[u32]| w.contains(&a) && w.contains(&b);
    windows.into_iter().filter(holds).count() as u64
}

#[test]
fn stretches_count_what_sliding_windows_count() {
    for document in documents() {
        for size in [1, 2, 10, 110] {
            let mut windows = Windows::new(&[vec![0, 1, 5, 29]], Some(size));
            windows.add(&document);
            for (i, a) in [0, 1, 5, 29].into_iter().enumerate() {
                for (j, b) in [0, 1, 5, 29].into_iter().enumerate() {
                    let expected = counted(&document, size, a, b);
                    assert_eq!(windows.pairs[0].get(i, j), expected, "{size} {a} {b}");
                }
            }
        }
    }
}

#[test]
fn edges_are_defined() {
    for measure in [Coherence::UMass, Coherence::Npmi, Coherence::Cv] {
        let nothing = of(&[&[], &[1], &[1, 2]], &[], measure);
        assert_eq!(nothing, [None, None, Some(0.0)], "{measure:?}");
        // A term that no document has adds nothing.
        let absent = of(
            &[&[1, 99], &[98, 99]],
            &[vec![1, 2], vec![], vec![3]],
            measure,
        );
        let second = absent[1].unwrap();
        assert_eq!(second, 0.0, "{measure:?}");
        assert!(absent[0].unwrap().is_finite());
    }
    let everywhere = of(&[&[1, 2]], &[vec![1, 2], vec![2, 1]], Coherence::Npmi);
    assert_eq!(everywhere, [Some(1.0)]);
}

#[test]
fn what_is_never_together_coheres_less() {
    let documents = documents();
    for measure in [Coherence::UMass, Coherence::Npmi] {
        let found = of(&[&[0, 1, 2, 3], &[0, 5, 10, 29]], &documents, measure);
        assert!(found[0] > found[1], "{measure:?}: {found:?}");
    }
}
