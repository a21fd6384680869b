//! Checks of every request (the server's name, and the origin of a form), and the headers of every
//! answer.

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use std::net::SocketAddr;

/// The names by which clients may address a listener.
#[derive(Debug, Clone)]
pub(super) struct Names(pub(super) Vec<String>);

impl Names {
    /// Checks that a request addresses one of the names, and that a form comes from a page of this
    /// server.
    pub(super) fn admits(&self, asked: &Request, local: Option<SocketAddr>) -> Result<(), Refusal> {
        let (method, headers) = (asked.method(), asked.headers());
        let mut hosts = headers.get_all(header::HOST).iter();
        let (Some(host), None) = (hosts.next(), hosts.next()) else {
            return Err((StatusCode::BAD_REQUEST, "a request names its server once"));
        };
        let host = host.to_str().unwrap_or_default();
        // The request line may name the server as well. A different name there means another
        // server.
        let uri = asked.uri();
        let ours = |uri: &Uri| {
            uri.scheme_str() == Some("http")
                && uri.authority().is_some_and(|name| name.as_str().eq_ignore_ascii_case(host))
        };
        if (uri.scheme().is_some() || uri.authority().is_some()) && !ours(uri) {
            return Err((StatusCode::MISDIRECTED_REQUEST, "this server does not go by that name"));
        }
        // The address to which the client connected is valid too, even if the laptop has since
        // joined another network.
        let number = local.is_some_and(|local| {
            host == local.to_string() || (local.port() == 80 && host == local.ip().to_string())
        });
        if !number && !self.0.iter().any(|name| name.eq_ignore_ascii_case(host)) {
            return Err((StatusCode::FORBIDDEN, "this server does not go by that name"));
        }
        let from = headers.get(header::ORIGIN).map(|origin| origin.to_str().unwrap_or_default());
        let own =
            |origin: &str| origin.strip_prefix("http://").is_some_and(|from| from.eq_ignore_ascii_case(host));
        let reads = method == Method::GET || method == Method::HEAD;
        match from {
            Some(origin) if own(origin) => Ok(()),
            None if reads => Ok(()),
            _ => Err((StatusCode::FORBIDDEN, "this form does not come from a page of this server")),
        }
    }
}

/// Why a request is refused.
pub(super) type Refusal = (StatusCode, &'static str);

/// Marks an answer that contains its own styles so that it can be saved. It may load nothing else.
pub(super) const OWN_STYLES: &str = "x-balcony-own-styles";

/// Sets the security headers of an answer: only scripts, styles, frames and requests of this server
/// are allowed.
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

/// Returns the value of a cookie.
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
    use axum::body::Body;

    fn asked(method: Method, uri: &str, headers: &[(&str, &str)]) -> Request {
        let mut request = axum::http::Request::builder().method(method).uri(uri);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(Body::empty()).unwrap()
    }

    #[test]
    fn another_name_or_another_page_is_refused() {
        let names = Names(vec!["192.168.8.2:8080".to_owned()]);
        let ours = "http://192.168.8.2:8080";
        let admits = |method, headers: &[(&str, &str)]| names.admits(&asked(method, "/", headers), None);
        assert!(admits(Method::GET, &[("host", "192.168.8.2:8080")]).is_ok());
        assert!(admits(Method::GET, &[("host", "evil.example:8080")]).is_err());
        assert!(admits(Method::POST, &[("host", "192.168.8.2:8080"), ("origin", ours)]).is_ok());
        assert!(admits(Method::POST, &[("host", "192.168.8.2:8080")]).is_err());
        for origin in ["null", "http://evil.example", "https://192.168.8.2:8080"] {
            for method in [Method::GET, Method::POST] {
                let headers = [("host", "192.168.8.2:8080"), ("origin", origin)];
                assert!(admits(method, &headers).is_err(), "{origin}");
            }
        }
    }

    #[test]
    fn two_names_or_another_one_in_the_first_line_are_refused() {
        let names = Names(vec!["192.168.8.2:8080".to_owned()]);
        let host = ("host", "192.168.8.2:8080");
        let status = |uri: &str, headers: &[(&str, &str)]| {
            names.admits(&asked(Method::GET, uri, headers), None).err().map(|(status, _)| status.as_u16())
        };
        assert_eq!(status("/", &[host]), None);
        assert_eq!(status("http://192.168.8.2:8080/", &[host]), None);
        assert_eq!(status("/", &[host, host]), Some(400));
        assert_eq!(status("/", &[host, ("host", "evil.example")]), Some(400));
        assert_eq!(status("/", &[]), Some(400));
        assert_eq!(status("http://evil.example/", &[host]), Some(421));
        assert_eq!(status("https://192.168.8.2:8080/", &[host]), Some(421));
        assert_eq!(status("http://evil.example/", &[("host", "evil.example")]), Some(403));
    }

    #[test]
    fn the_number_by_which_a_connection_came_is_ours() {
        let local: SocketAddr = "10.0.0.7:8080".parse().unwrap();
        let names = Names(Vec::new());
        let admits = |host| names.admits(&asked(Method::GET, "/", &[("host", host)]), Some(local));
        assert!(admits("10.0.0.7:8080").is_ok());
        assert!(admits("10.0.0.8:8080").is_err());
    }
}
