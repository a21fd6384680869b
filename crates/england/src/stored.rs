//! What a finished run yields, as bytes that are exact to the last bit, so that an interrupted
//! computation goes on where it was.

use crate::children::Whole;
use crate::replicates::{Life, PlaceCount};
use balcony_engine::measure::OUTCOMES;
use balcony_market::counts::Year;
use balcony_numeric::bytes::{Malformed, Reader, Writer};

/// Keeps what finished runs yield.
pub trait Store: Sync {
    /// What a run yielded, if it was kept.
    ///
    /// # Errors
    /// A sentence, if it cannot be read.
    fn load(&self, number: u32) -> Result<Option<Vec<u8>>, String>;

    /// Keeps what a run yielded.
    ///
    /// # Errors
    /// A sentence, if it cannot be written.
    fn save(&self, number: u32, bytes: &[u8]) -> Result<(), String>;
}

/// Keeps nothing.
#[derive(Debug, Clone, Copy)]
pub struct Nowhere;

impl Store for Nowhere {
    fn load(&self, _: u32) -> Result<Option<Vec<u8>>, String> {
        Ok(None)
    }

    fn save(&self, _: u32, _: &[u8]) -> Result<(), String> {
        Ok(())
    }
}

/// The number under which a run on the market alone is kept.
pub(crate) const fn alone(replicate: u32) -> u32 {
    2 * replicate
}

/// The number under which a run with children is kept.
pub(crate) const fn with_children(replicate: u32) -> u32 {
    2 * replicate + 1
}

/// Most things of a list: a guard against bytes that are none of ours.
const MOST: usize = 1 << 20;

fn count(bytes: &mut Reader<'_>) -> Result<usize, Malformed> {
    Some(bytes.u32()? as usize).filter(|count| *count <= MOST).ok_or(Malformed)
}

/// One run on the market alone, under every policy.
pub(crate) fn lives_as_bytes(lives: &[Life]) -> Vec<u8> {
    let mut bytes = Writer::default();
    bytes.u32(lives.len() as u32);
    for life in lives {
        bytes.u32(life.years.len() as u32);
        for year in &life.years {
            bytes.u32(u32::from(year.year)).f64s(&year.values());
        }
        bytes.u32(life.places.len() as u32);
        for place in &life.places {
            for count in place.counts() {
                bytes.u32(count);
            }
        }
    }
    bytes.finish()
}

/// The same read back; `None` if it is not one under so many policies.
pub(crate) fn lives_of(bytes: &[u8], policies: usize) -> Option<Vec<Life>> {
    let mut bytes = Reader::new(bytes);
    let mut read = || -> Result<Vec<Life>, Malformed> {
        let lives = count(&mut bytes)?;
        let life = |_| {
            let years = count(&mut bytes)?;
            let years = (0..years).map(|_| {
                let year = u16::try_from(bytes.u32()?).map_err(|_| Malformed)?;
                Year::of(year, &bytes.f64s(Year::FIGURES.len())?).ok_or(Malformed)
            });
            let years = years.collect::<Result<_, _>>()?;
            let places = count(&mut bytes)?;
            let places = (0..places).map(|_| {
                let mut counts = [0; PlaceCount::COUNTS];
                for count in &mut counts {
                    *count = bytes.u32()?;
                }
                Ok::<_, Malformed>(PlaceCount::of(counts))
            });
            Ok::<_, Malformed>(Life { years, places: places.collect::<Result<_, _>>()? })
        };
        let lives = (0..lives).map(life).collect::<Result<_, _>>()?;
        bytes.finish()?;
        Ok(lives)
    };
    read().ok().filter(|lives| lives.len() == policies)
}

/// One run with children, under every policy.
pub(crate) fn wholes_as_bytes(wholes: &[Whole]) -> Vec<u8> {
    let mut bytes = Writer::default();
    bytes.u32(wholes.len() as u32);
    for whole in wholes {
        bytes.u64(whole.digest).u32(whole.authorities.len() as u32);
        for outcomes in &whole.authorities {
            bytes.f64s(outcomes);
        }
    }
    bytes.finish()
}

/// The same read back; `None` if it is not one of so many authorities under so many policies.
pub(crate) fn wholes_of(bytes: &[u8], policies: usize, authorities: usize) -> Option<Vec<Whole>> {
    let mut bytes = Reader::new(bytes);
    let mut read = || -> Result<Vec<Whole>, Malformed> {
        let wholes = count(&mut bytes)?;
        let whole = |_| {
            let (digest, all) = (bytes.u64()?, count(&mut bytes)?);
            let all = (0..all).map(|_| bytes.f64s(OUTCOMES.len()));
            Ok::<_, Malformed>(Whole { authorities: all.collect::<Result<_, _>>()?, digest })
        };
        let wholes = (0..wholes).map(whole).collect::<Result<_, _>>()?;
        bytes.finish()?;
        Ok(wholes)
    };
    let sound = |wholes: &Vec<Whole>| {
        wholes.len() == policies && wholes.iter().all(|whole| whole.authorities.len() == authorities)
    };
    read().ok().filter(sound)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_back_is_the_same_to_the_bit() {
        let mut year = Year { year: 2031, changes: 0.1 + 0.2, ..Year::default() };
        year.spell = f64::NAN;
        let life = |seed: u32| Life {
            years: vec![year, Year { year: 2032, ..Year::default() }],
            places: vec![PlaceCount::of([seed, 2, 3, 4, 5, 6]), PlaceCount::default()],
        };
        let lives = vec![life(1), life(7)];
        let bytes = lives_as_bytes(&lives);
        let back = lives_of(&bytes, 2).expect("as it was written");
        assert_eq!(format!("{back:?}"), format!("{lives:?}"));
        assert_eq!(lives_as_bytes(&back), bytes);
        assert!(lives_of(&bytes, 3).is_none() && lives_of(&bytes[1..], 2).is_none());
        let outcomes: Vec<f64> = (0..OUTCOMES.len()).map(|at| 1.0 / at as f64).collect();
        let wholes = vec![Whole { authorities: vec![outcomes; 3], digest: 9 }];
        let bytes = wholes_as_bytes(&wholes);
        assert_eq!(wholes_of(&bytes, 1, 3).as_ref(), Some(&wholes));
        assert!(wholes_of(&bytes, 1, 2).is_none() && wholes_of(&bytes[..bytes.len() - 1], 1, 3).is_none());
    }
}
