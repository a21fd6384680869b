//! The two listeners: for the network and for the desk. Slow and silent clients take a stranger's
//! slot for a few seconds and nothing more.

use super::connections::{ConnectionSlots, Ticket};
use super::guard::Names;
use super::limits::Limits;
use super::patient::Patient;
use super::session::{Session, token};
use super::web::{Local, Shared};
use super::{facilitator, web};
use axum::Router;
use axum::extract::ConnectInfo;
use base64::Engine as _;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use sha2::{Digest, Sha256};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpSocket};

/// Where a session listens.
#[derive(Debug, Clone)]
pub struct ListenAddress {
    /// Address for the network; by default all addresses.
    pub bind: IpAddr,
    /// Port for the network; 0 means any free port.
    pub port: u16,
    /// Port of the desk; 0 means any free port.
    pub desk: u16,
    /// Further names by which clients may address the server, as `name:port`.
    pub names: Vec<String>,
}

/// A session that is being served.
#[derive(Debug)]
pub struct OpenSession {
    /// Address for teams, such as `http://192.168.8.2:8080`.
    pub address: String,
    /// Address of the desk, with its key.
    pub desk: String,
    runtime: tokio::runtime::Runtime,
}

/// Longest time for the head of a request, and for silence between requests.
pub(super) const HEAD: Duration = Duration::from_secs(10);
/// Longest time for a request with its body; nothing that clients send takes long.
pub(super) const REQUEST: Duration = Duration::from_secs(20);
/// Buffer in bytes for one connection: the head of a request, and answers that wait to be written.
pub(super) const BUFFER: usize = 32 * 1024;
/// Bytes of unread answers that the system holds for one connection.
pub(super) const UNSENT: u32 = 64 * 1024;

/// Opens the listeners and serves until the process ends.
///
/// # Errors
/// If a port is taken or not permitted.
pub fn open(room: Arc<Session>, at: &ListenAddress) -> std::io::Result<OpenSession> {
    allow_files();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let (lan, here) = runtime.block_on(async {
        let lan = bind(SocketAddr::new(at.bind, at.port))?;
        let here = bind(SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), at.desk))?;
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
    let styles = Sha256::digest(balcony_report::charts::style());
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
    runtime.spawn(serve(here, facilitator::router(desk_shared)));
    Ok(OpenSession { address, desk: format!("http://127.0.0.1:{desk_port}/?key={key}"), runtime })
}

impl OpenSession {
    /// Stops serving. Open streams are cut without waiting.
    pub fn close(self) {
        self.runtime.shutdown_timeout(Duration::from_millis(300));
    }
}

/// Opens a listener. The error names the address that is taken.
fn bind(at: SocketAddr) -> std::io::Result<TcpListener> {
    let listen = || {
        let socket = if at.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
        // Except on Windows, this lets a session use its port again at once, and lets no other
        // program share it.
        #[cfg(not(windows))]
        socket.set_reuseaddr(true)?;
        // Connections inherit this from their listener.
        socket.set_send_buffer_size(UNSENT)?;
        socket.bind(at)?;
        socket.listen(1024)
    };
    listen().map_err(|error| std::io::Error::new(error.kind(), format!("{at}: {error}")))
}

/// Raises the limit of open files to what connections need; some systems allow only 256 by default.
fn allow_files() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let limit = getrlimit(Resource::Nofile);
        let wanted = limit.maximum.map_or(2048, |most| most.min(2048));
        if limit.current.is_some_and(|now| now < wanted) {
            let _ = setrlimit(Resource::Nofile, Rlimit { current: Some(wanted), maximum: limit.maximum });
        }
    }
}

/// Addresses at which the network reaches this machine, private ones first.
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
    // The network of a travel router comes before those of a VPN or a container.
    found.sort_by_key(|ip| match ip.octets() {
        [192, 168, ..] => (0, *ip),
        [10, ..] => (1, *ip),
        [172, 16..=31, ..] => (2, *ip),
        _ => (3, *ip),
    });
    found.into_iter().map(IpAddr::V4).collect()
}

async fn serve(listener: TcpListener, router: Router) {
    let places = ConnectionSlots::default();
    loop {
        let Ok((stream, from)) = listener.accept().await else {
            // Perhaps no file descriptor is free. The server continues when there is one again.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let place = places.take(from.ip());
        let ticket = place.ticket();
        let _ = stream.set_nodelay(true);
        let local = stream.local_addr().unwrap_or(from);
        let service = WithPeer { router: router.clone(), from, local, ticket: ticket.clone() };
        let task = tokio::spawn(async move {
            let _place = place;
            let _ = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(HEAD)
                .max_buf_size(BUFFER)
                .serve_connection(TokioIo::new(Patient::new(stream)), TowerToHyperService::new(service))
                .await;
        });
        ticket.attach(task.abort_handle());
    }
}

/// Adds the client's address and the connection's ticket to every request.
#[derive(Clone)]
struct WithPeer {
    router: Router,
    from: SocketAddr,
    local: SocketAddr,
    ticket: Ticket,
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
        request.extensions_mut().insert(self.ticket.clone());
        let mut router = self.router.clone();
        // A request whose body arrives too slowly is given up.
        Box::pin(async move {
            let answer = tokio::time::timeout(
                REQUEST,
                tower_service::Service::call(&mut router, request.map(axum::body::Body::new)),
            );
            answer.await.unwrap_or_else(|_| {
                use axum::response::IntoResponse as _;
                Ok(axum::http::StatusCode::REQUEST_TIMEOUT.into_response())
            })
        })
    }
}
