//! Who may ask what: the name the server is called by, where a form comes from, how often, and how long a guess at the code is paid for.

use axum::http::{HeaderMap, HeaderValue, Method, header};
use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// What a listener answers to.
#[derive(Debug, Clone)]
pub(super) struct Names(pub(super) Vec<String>);

impl Names {
    /// Whether a request came by one of the names, and a form from a page of ours.
    pub(super) fn admits(
        &self,
        method: &Method,
        headers: &HeaderMap,
        local: Option<SocketAddr>,
    ) -> Result<(), &'static str> {
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        // The number by which the connection came is ours too, whatever network the laptop has joined since.
        let number = local.is_some_and(|local| {
            host == local.to_string() || (local.port() == 80 && host == local.ip().to_string())
        });
        if !number && !self.0.iter().any(|name| name.eq_ignore_ascii_case(host)) {
            return Err("this server does not go by that name");
        }
        if method == Method::GET || method == Method::HEAD {
            return Ok(());
        }
        let origin = headers.get(header::ORIGIN).and_then(|origin| origin.to_str().ok()).unwrap_or_default();
        if !origin.strip_prefix("http://").is_some_and(|from| from.eq_ignore_ascii_case(host)) {
            return Err("this form does not come from a page of this server");
        }
        Ok(())
    }
}

/// A bucket that fills with time: so many at once, so many a second.
#[derive(Debug, Clone, Copy)]
struct Bucket {
    left: f64,
    at: Instant,
}

/// Wrong codes, since when, and until when it waits.
type Guesses = (u32, Instant, Option<Instant>);

/// How often an address or a device may ask, and who guesses at the code.
#[derive(Debug, Default)]
pub(super) struct Limits {
    asked: Mutex<BTreeMap<String, Bucket>>,
    guesses: Mutex<BTreeMap<IpAddr, Guesses>>,
    seats: Mutex<BTreeMap<IpAddr, u32>>,
}

/// Most seats that one address may take while the room is open: forty phones behind one router have one, and some come in twice.
const SEATS_OF_ONE: u32 = 200;

/// Wrong codes from an address in a minute before it has to wait.
const GUESSES: u32 = 10;
const MINUTE: Duration = Duration::from_secs(60);
/// Entries that are kept at most; then those that have not been heard of for a minute go.
const MOST: usize = 4096;

impl Limits {
    /// Whether somebody may ask now; `at_once` and `a_second` are for each.
    pub(super) fn may(&self, who: &str, at_once: f64, a_second: f64) -> bool {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        if asked.len() >= MOST {
            asked.retain(|_, bucket| now.duration_since(bucket.at) < MINUTE);
            if asked.len() >= MOST {
                return false;
            }
        }
        let bucket = asked.entry(who.to_owned()).or_insert(Bucket { left: at_once, at: now });
        bucket.left = (bucket.left + now.duration_since(bucket.at).as_secs_f64() * a_second).min(at_once);
        bucket.at = now;
        if bucket.left < 1.0 {
            return false;
        }
        bucket.left -= 1.0;
        true
    }

    /// Whether an address may take one more seat; counts it.
    pub(super) fn may_sit(&self, from: IpAddr) -> bool {
        let mut seats = self.seats.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = seats.entry(from).or_default();
        *taken += 1;
        *taken <= SEATS_OF_ONE
    }

    /// Seconds that an address has to wait before it may try a code.
    pub(super) fn waits(&self, from: IpAddr) -> Option<u64> {
        let guesses = self.guesses.lock().unwrap_or_else(PoisonError::into_inner);
        let until = guesses.get(&from)?.2?;
        let left = until.checked_duration_since(Instant::now())?;
        Some(left.as_secs() + 1)
    }

    /// Notes a wrong code.
    pub(super) fn wrong_code(&self, from: IpAddr) {
        let mut guesses = self.guesses.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        if guesses.len() >= MOST {
            guesses.retain(|_, (_, since, _)| now.duration_since(*since) < 2 * MINUTE);
        }
        let entry = guesses.entry(from).or_insert((0, now, None));
        if now.duration_since(entry.1) > MINUTE {
            *entry = (0, now, None);
        }
        entry.0 += 1;
        if entry.0 >= GUESSES {
            *entry = (0, now, Some(now + MINUTE));
        }
    }
}

/// Marks an answer that carries its styles inside, so that it can be kept; it may do nothing else.
pub(super) const OWN_STYLES: &str = "x-balcony-own-styles";

/// What every answer carries: no script, style, frame or request but our own.
pub(super) fn harden(headers: &mut HeaderMap, styles: &str) {
    let own = headers.remove(OWN_STYLES).is_some();
    let policy = if own {
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'".to_owned()
    } else {
        format!(
            "default-src 'none'; script-src 'self'; style-src 'self' {styles}; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        )
    };
    let set = |headers: &mut HeaderMap, name: &'static str, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    set(headers, "content-security-policy", &policy);
    set(headers, "x-content-type-options", "nosniff");
    set(headers, "referrer-policy", "same-origin");
    set(headers, "cross-origin-resource-policy", "same-origin");
    set(headers, "cross-origin-opener-policy", "same-origin");
    set(headers, "x-frame-options", "DENY");
    set(headers, "permissions-policy", "camera=(), geolocation=(), microphone=()");
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
}

/// The value of a cookie.
pub(super) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok()).find_map(|value| {
        value
            .split(';')
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(host: &str, origin: Option<&str>) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, host.parse().unwrap());
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, origin.parse().unwrap());
        }
        headers
    }

    #[test]
    fn another_name_or_another_page_is_refused() {
        let names = Names(vec!["192.168.8.2:8080".to_owned()]);
        let ours = "http://192.168.8.2:8080";
        assert!(names.admits(&Method::GET, &headers("192.168.8.2:8080", None), None).is_ok());
        assert!(names.admits(&Method::GET, &headers("evil.example:8080", None), None).is_err());
        assert!(names.admits(&Method::POST, &headers("192.168.8.2:8080", Some(ours)), None).is_ok());
        for origin in [None, Some("null"), Some("http://evil.example"), Some("https://192.168.8.2:8080")] {
            assert!(
                names.admits(&Method::POST, &headers("192.168.8.2:8080", origin), None).is_err(),
                "{origin:?}"
            );
        }
    }

    #[test]
    fn the_number_by_which_a_connection_came_is_ours() {
        let local: SocketAddr = "10.0.0.7:8080".parse().unwrap();
        let names = Names(Vec::new());
        assert!(names.admits(&Method::GET, &headers("10.0.0.7:8080", None), Some(local)).is_ok());
        assert!(names.admits(&Method::GET, &headers("10.0.0.8:8080", None), Some(local)).is_err());
    }

    #[test]
    fn ten_wrong_codes_lock_the_address_and_no_other() {
        let limits = Limits::default();
        let (one, other) = (IpAddr::from([192, 168, 8, 7]), IpAddr::from([192, 168, 8, 9]));
        for _ in 0..9 {
            limits.wrong_code(one);
        }
        assert_eq!(limits.waits(one), None);
        limits.wrong_code(one);
        assert!(limits.waits(one).is_some_and(|seconds| (59..=61).contains(&seconds)));
        assert_eq!(limits.waits(other), None);
    }

    #[test]
    fn one_address_takes_half_the_seats_at_most() {
        let limits = Limits::default();
        let [one, other] = [7, 9].map(|last| IpAddr::from([192, 168, 8, last]));
        assert_eq!((0..400).filter(|_| limits.may_sit(one)).count(), 200);
        assert!(limits.may_sit(other));
    }

    #[test]
    fn a_bucket_holds_so_many_and_no_more() {
        let limits = Limits::default();
        let taken = (0..100).filter(|_| limits.may("one", 20.0, 0.001)).count();
        assert_eq!(taken, 20);
        assert!(limits.may("other", 20.0, 0.001));
    }
}
