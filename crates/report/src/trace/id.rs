//! The name of a child: `2019-05-13-schools-4b` is the second child (b) of a family whose need
//! arose in the week of 13 May 2019. It is the fourth family of that week that schools were the
//! first to meet. The name contains only the parts of the child's entity id.

use balcony_engine::calendar::{Date, Week};
use balcony_engine::parameters::SOURCES;
use balcony_engine::rng::EntityId;

/// Parts of a child's entity id: the week in which the family's need arose, the source, the
/// family's number in that week, and the child's number in the family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts {
    /// Absolute week in which the need arose.
    pub week: u32,
    /// Index of the source in [`SOURCES`].
    pub source: u8,
    /// Number of the family within that week and source, from 0.
    pub family: u32,
    /// Number of the child in the family, from 0.
    pub child: u8,
}

/// Splits a child's entity id into its parts, by the packing table of [`balcony_engine::rng`].
pub fn parts(entity_id: EntityId) -> Parts {
    Parts {
        week: (entity_id.0 >> 27 & 0xffff) as u32,
        source: (entity_id.0 >> 43 & 7) as u8,
        family: (entity_id.0 >> 13 & 0x3fff) as u32,
        child: (entity_id.0 >> 9 & 15) as u8,
    }
}

/// Returns the name of a child.
pub fn text(entity_id: EntityId) -> String {
    let Parts { week, source, family, child } = parts(entity_id);
    let source = SOURCES.get(usize::from(source)).copied().unwrap_or("unknown");
    format!("{}-{source}-{}{}", Week(week).monday(), family + 1, char::from(b'a' + child))
}

/// Reads a child's name; returns the entity id in the given authority, or `None` if the name is not
/// valid.
pub fn read(text: &str, authority: u16) -> Option<EntityId> {
    let text = text.trim();
    let (date, rest) = (text.get(..10)?, text.get(10..)?.strip_prefix('-')?);
    let (source, last) = rest.rsplit_once('-')?;
    let mut numbers = date.split('-');
    let (year, month, day) = (numbers.next()?, numbers.next()?, numbers.next()?);
    let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)?;
    let week = date.week();
    let source = SOURCES.iter().position(|name| *name == source)? as u8;
    let letter = last.chars().last().filter(|letter| ('a'..='p').contains(letter))?;
    let family: u32 = last.strip_suffix(letter)?.parse().ok()?;
    if week.monday() != date || week.0 > 0xffff || !(1..=0x4000).contains(&family) {
        return None;
    }
    Some(EntityId::family(authority, source, week.0, family - 1).child(letter as u8 - b'a'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lineage_is_read_back_from_its_text() {
        for source in 0..7 {
            for (week, family, child) in [(0, 0, 0), (1533, 3, 1), (7000, 16_383, 15)] {
                let entity_id = EntityId::family(9000, source, week, family).child(child);
                assert_eq!(read(&text(entity_id), 9000), Some(entity_id), "{}", text(entity_id));
                assert_eq!(parts(entity_id), Parts { week, source, family, child });
            }
        }
        let entity_id = EntityId::family(9000, 0, Date::new(2019, 5, 13).unwrap().week().0, 3).child(1);
        assert_eq!(text(entity_id), "2019-05-13-schools-4b");
    }

    #[test]
    fn what_is_no_child_is_not_read() {
        for text in [
            "",
            "2019-05-13",
            "2019-05-14-schools-4b",
            "2019-05-13-schools-4",
            "2019-05-13-schools-0a",
            "2019-05-13-schools-4z",
            "2019-05-13-school-4a",
            "2019-02-30-schools-4a",
            "ééééééééé",
        ] {
            assert_eq!(read(text, 9000), None, "{text}");
        }
    }
}
