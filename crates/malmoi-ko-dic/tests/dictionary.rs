//! The embedded dictionary is the one it claims to be.

use std::error::Error as _;
use std::path::Path;

use lindera_dictionary::dictionary::Dictionary;

/// Returns cost and details, joined by commas, of every entry of a surface.
fn entries(dictionary: &Dictionary, surface: &str) -> Vec<(i16, String)> {
    (dictionary.prefix_dictionary.find_surface(surface).iter())
        .map(|entry| {
            let details = dictionary.word_details(entry.word_id().id() as usize);
            (entry.word_cost(), details.join(","))
        })
        .collect()
}

#[test]
fn the_counts_are_those_of_the_source() {
    let dictionary = malmoi_ko_dic::load().unwrap();
    let words = &dictionary.prefix_dictionary;
    assert_eq!(words.word_count(), 816_283);
    // Every entry can be found: none was dropped for a surface of spaces.
    assert_eq!(words.vals_data.len(), 816_283 * 10);
    let matrix = &dictionary.connection_cost_matrix;
    assert_eq!((matrix.forward_size, matrix.backward_size), (3822, 2693));
    assert_eq!(matrix.costs().len(), 3822 * 2693);
}

#[test]
fn every_entry_has_eight_columns() {
    let dictionary = malmoi_ko_dic::load().unwrap();
    for word in 0..dictionary.prefix_dictionary.word_count() {
        let columns = dictionary.word_details_iter(word).len();
        assert_eq!(columns, 8, "entry {word}");
    }
}

#[test]
fn the_matrix_is_not_copied() {
    let dictionary = malmoi_ko_dic::load().unwrap();
    assert!(dictionary.connection_cost_matrix.is_zero_copy());
}

#[test]
fn known_words_are_found() {
    let dictionary = malmoi_ko_dic::load().unwrap();
    let ga = entries(&dictionary, "가");
    assert_eq!(ga.len(), 24);
    assert!(ga.contains(&(1571, "JKS,*,F,가,*,*,*,*".to_owned())));
    assert!(ga.contains(&(
        2747,
        "VV+EC,*,F,가,Inflect,VV,EC,가/VV/*+아/EC/*".to_owned()
    )));
    let comma = entries(&dictionary, ",");
    assert_eq!(comma.len(), 1);
    assert_eq!(comma[0].1, "SC,*,*,*,*,*,*,*");
    assert!(entries(&dictionary, "말모이쀍").is_empty());
}

#[test]
fn surfaces_lose_spaces_at_their_ends_only() {
    let dictionary = malmoi_ko_dic::load().unwrap();
    for surface in ["내셔날", "에듀", "캘리", "콜라비", "영치기 영차"] {
        assert!(!entries(&dictionary, surface).is_empty(), "{surface}");
    }
    assert!(entries(&dictionary, "내셔날 ").is_empty());
}

#[test]
fn unknown_words_have_a_template_for_each_category() {
    let dictionary = malmoi_ko_dic::load().unwrap();
    let characters = &dictionary.character_definition;
    assert_eq!(characters.categories().len(), 13);
    for name in characters.categories() {
        let category = characters.category_id_by_name(name).unwrap();
        let templates = dictionary.unknown_dictionary.lookup_word_ids(category);
        assert_eq!(templates.len(), 1, "{name}");
    }
    for (character, expected) in [
        ('가', &["HANGUL"][..]),
        ('a', &["ALPHA"]),
        ('一', &["HANJANUMERIC", "HANJA"]),
        ('😀', &["DEFAULT"]),
    ] {
        let found: Vec<_> = (characters.lookup_categories(character).iter())
            .map(|category| characters.category_name(*category))
            .collect();
        assert_eq!(found, expected, "{character}");
    }
}

#[test]
fn the_metadata_has_the_penalties_for_a_space_before_particles() {
    let dictionary = malmoi_ko_dic::load().unwrap();
    let penalty = dictionary.metadata.space_penalty.as_ref().unwrap();
    assert_eq!(penalty.cost_for_tag("EC"), 3000);
    assert_eq!(penalty.cost_for_tag("JKS"), 6000);
    assert_eq!(penalty.cost_for_tag("NNG"), 0);
}

#[test]
fn a_folder_replaces_the_embedded_dictionary() {
    let folder = Path::new(env!("KO_DIC_FOLDER"));
    let dictionary = malmoi_ko_dic::load_from(folder).unwrap();
    assert_eq!(dictionary.prefix_dictionary.word_count(), 816_283);
}

#[test]
fn a_folder_without_dictionary_is_an_error_that_names_it() {
    let folder = tempfile::tempdir().unwrap();
    for path in [folder.path().to_owned(), folder.path().join("none")] {
        let Err(error) = malmoi_ko_dic::load_from(&path) else {
            panic!("{} holds no dictionary", path.display());
        };
        assert!(error.to_string().contains(&path.display().to_string()));
        assert!(error.source().is_some());
    }
}

#[test]
fn a_folder_with_other_columns_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    for entry in Path::new(env!("KO_DIC_FOLDER")).read_dir().unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
    }
    let path = folder.path().join("metadata.json");
    let metadata = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, metadata.replace("\"meaning\"", "\"other\"")).unwrap();
    let Err(error) = malmoi_ko_dic::load_from(folder.path()) else {
        panic!("other columns are accepted");
    };
    assert!(error.to_string().contains("other columns"), "{error}");
}
