//! The two listeners: the network's and the desk's. Slow and silent clients cost a connection for a few seconds and no more.

use super::guard::{Limits, Names};
use super::room::{Room, token};
use super::web::{Local, Shared};
use super::{desk, web};
use axum::Router;
use axum::extract::ConnectInfo;
use base64::Engine as _;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::net::TcpListener;

/// Where a room listens.
#[derive(Debug, Clone)]
pub struct At {
    /// The address that the network reaches: all by default.
    pub bind: IpAddr,
    /// The network's port; 0 for any.
    pub port: u16,
    /// The desk's port; 0 for any.
    pub desk: u16,
    /// Further names that the server may be called by, as `name:port`.
    pub names: Vec<String>,
}

/// A room that is open.
#[derive(Debug)]
pub struct Open {
    /// Where teams come in, such as `http://192.168.8.2:8080`.
    pub address: String,
    /// The desk, with its key.
    pub desk: String,
    runtime: tokio::runtime::Runtime,
}

/// Most connections at once; a phone holds two or three.
const MOST: usize = 600;
/// Most of one address, so that none fills the room; forty phones behind one router have one.
const MOST_OF_ONE: usize = 300;

/// Opens the listeners and serves until the process ends.
///
/// # Errors
/// If a port is taken or may not be used.
pub fn open(room: Arc<Room>, at: &At) -> std::io::Result<Open> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let (lan, here) = runtime.block_on(async {
        let lan = bind(SocketAddr::new(at.bind, at.port)).await?;
        let here = bind(SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), at.desk)).await?;
        Ok::<_, std::io::Error>((lan, here))
    })?;
    let (port, desk_port) = (lan.local_addr()?.port(), here.local_addr()?.port());
    let addresses = addresses(at.bind);
    let mut names: Vec<String> = addresses.iter().map(|address| format!("{address}:{port}")).collect();
    names.extend([format!("localhost:{port}"), format!("127.0.0.1:{port}")]);
    names.extend(at.names.iter().cloned());
    if port == 80 {
        names.extend(addresses.iter().map(ToString::to_string));
    }
    let first = at.names.first().cloned().or_else(|| names.first().cloned()).unwrap_or_default();
    let address = format!("http://{first}");
    let key = token();
    let styles = Sha256::digest(crate::charts::STYLE.as_bytes());
    let styles = format!("'sha256-{}'", base64::engine::general_purpose::STANDARD.encode(styles));
    let shared = Shared {
        room,
        names: Names(names),
        limits: Arc::new(Limits::default()),
        styles: styles.into(),
        address: address.clone().into(),
        key: key.clone().into(),
        desk_cookie: format!("balcony-desk-{desk_port}").into(),
    };
    let desk_names = vec![format!("127.0.0.1:{desk_port}"), format!("localhost:{desk_port}")];
    let desk_shared = Shared { names: Names(desk_names), ..shared.clone() };
    runtime.spawn(serve(lan, web::router(shared)));
    runtime.spawn(serve(here, desk::router(desk_shared)));
    Ok(Open { address, desk: format!("http://127.0.0.1:{desk_port}/?key={key}"), runtime })
}

impl Open {
    /// Serves until told to stop; open streams are cut, nothing waits for them.
    pub fn close(self) {
        self.runtime.shutdown_timeout(Duration::from_millis(300));
    }
}

/// A listener; a port that was asked for and is taken is an error, and says which.
async fn bind(at: SocketAddr) -> std::io::Result<TcpListener> {
    TcpListener::bind(at).await.map_err(|error| std::io::Error::new(error.kind(), format!("{at}: {error}")))
}

/// The addresses by which this machine is reached in the room, private ones first.
pub fn addresses(bind: IpAddr) -> Vec<IpAddr> {
    if !bind.is_unspecified() {
        return vec![bind];
    }
    let mut found: Vec<Ipv4Addr> = if_addrs::get_if_addrs()
        .unwrap_or_default()
        .into_iter()
        .filter_map(|interface| match interface.ip() {
            IpAddr::V4(ip) if !ip.is_loopback() && !ip.is_link_local() => Some(ip),
            _ => None,
        })
        .collect();
    // A travel router's network comes before what a VPN or a container made.
    found.sort_by_key(|ip| match ip.octets() {
        [192, 168, ..] => (0, *ip),
        [10, ..] => (1, *ip),
        [172, 16..=31, ..] => (2, *ip),
        _ => (3, *ip),
    });
    found.into_iter().map(IpAddr::V4).collect()
}

async fn serve(listener: TcpListener, router: Router) {
    let open = Arc::new(Mutex::new(BTreeMap::new()));
    loop {
        let Ok((stream, from)) = listener.accept().await else {
            // No file is left, say: the room goes on when there is one again.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let Some(held) = Held::one(&open, from.ip()) else { continue };
        let _ = stream.set_nodelay(true);
        let local = stream.local_addr().unwrap_or(from);
        let router = router.clone();
        tokio::spawn(async move {
            let _held = held;
            let service = TowerToHyperService::new(WithPeer { router, from, local });
            let _ = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(Duration::from_secs(10))
                .max_buf_size(32 * 1024)
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}

/// Open connections, by address.
type Connections = Arc<Mutex<BTreeMap<IpAddr, usize>>>;

/// A connection that is counted until it ends, however it ends.
struct Held(Connections, IpAddr);

impl Held {
    /// Counts one more, unless there are too many.
    fn one(open: &Connections, from: IpAddr) -> Option<Self> {
        let mut all = open.lock().unwrap_or_else(PoisonError::into_inner);
        if all.values().sum::<usize>() >= MOST || all.get(&from).is_some_and(|count| *count >= MOST_OF_ONE) {
            return None;
        }
        *all.entry(from).or_default() += 1;
        Some(Self(open.clone(), from))
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = all.get_mut(&self.1) {
            *count -= 1;
            if *count == 0 {
                all.remove(&self.1);
            }
        }
    }
}

/// The router with the address of whoever asks.
#[derive(Clone)]
struct WithPeer {
    router: Router,
    from: SocketAddr,
    local: SocketAddr,
}

impl tower_service::Service<hyper::Request<Incoming>> for WithPeer {
    type Response = axum::response::Response;
    type Error = std::convert::Infallible;
    type Future = std::pin::Pin<Box<dyn Future<Output = Result<Self::Response, Self::Error>> + Send>>;

    fn poll_ready(&mut self, _: &mut std::task::Context<'_>) -> std::task::Poll<Result<(), Self::Error>> {
        std::task::Poll::Ready(Ok(()))
    }

    fn call(&mut self, mut request: hyper::Request<Incoming>) -> Self::Future {
        request.extensions_mut().insert(ConnectInfo(self.from));
        request.extensions_mut().insert(Local(self.local));
        let mut router = self.router.clone();
        // A body that trickles in is given up: nothing that is sent here takes long.
        Box::pin(async move {
            let answer = tokio::time::timeout(
                Duration::from_secs(20),
                tower_service::Service::call(&mut router, request.map(axum::body::Body::new)),
            );
            answer.await.unwrap_or_else(|_| {
                use axum::response::IntoResponse as _;
                Ok(axum::http::StatusCode::REQUEST_TIMEOUT.into_response())
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_cannot_fill_the_room() {
        let open = Connections::default();
        let [one, other] = [7, 8].map(|last| IpAddr::from([192, 168, 8, last]));
        let mut held: Vec<Held> = (0..MOST).filter_map(|_| Held::one(&open, one)).collect();
        assert_eq!(held.len(), MOST_OF_ONE);
        let theirs: Vec<Held> = (0..MOST).filter_map(|_| Held::one(&open, other)).collect();
        assert_eq!(theirs.len(), MOST - MOST_OF_ONE);
        held.pop();
        assert!(Held::one(&open, one).is_some());
        drop((held, theirs));
        assert!(open.lock().unwrap().is_empty());
    }
}
