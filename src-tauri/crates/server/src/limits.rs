//! Bounds on what one address may ask for.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use adjourn_meeting::Bucket;

/// Open TCP connections at once, from everywhere.
const MAX_CONNECTIONS: usize = 2_000;
/// Open TCP connections at once from one address. A household or office behind one NAT shares one.
const MAX_CONNECTIONS_PER_ADDRESS: usize = 256;
/// Addresses remembered at once; beyond that the ones that have been quiet longest are forgotten.
const MAX_ADDRESSES: usize = 10_000;

/// Connections and requests per address.
#[derive(Debug, Default)]
pub struct Limits {
    addresses: Mutex<HashMap<IpAddr, Address>>,
    connections: Mutex<usize>,
}

#[derive(Debug)]
struct Address {
    connections: usize,
    requests: Bucket,
    wrong: Bucket,
}

impl Address {
    fn new(now: Instant) -> Self {
        // A test or a whole office joins at once; somebody who guesses secrets does not need to.
        Self {
            connections: 0,
            requests: Bucket::new(now, 400, 100),
            wrong: Bucket::new(now, 20, 1),
        }
    }
}

/// One counted connection; dropping it counts it off.
#[derive(Debug)]
pub struct Connection {
    limits: Arc<Limits>,
    address: IpAddr,
}

impl Limits {
    /// Counts a connection, or refuses it.
    pub fn connect(self: &Arc<Self>, now: Instant, address: IpAddr) -> Option<Connection> {
        let mut open = lock(&self.connections);
        let mut addresses = lock(&self.addresses);
        make_room(&mut addresses);
        let entry = addresses
            .entry(address)
            .or_insert_with(|| Address::new(now));
        if *open >= MAX_CONNECTIONS || entry.connections >= MAX_CONNECTIONS_PER_ADDRESS {
            return None;
        }
        *open += 1;
        entry.connections += 1;
        Some(Connection {
            limits: self.clone(),
            address,
        })
    }

    /// Counts a request, or refuses it.
    pub fn request(&self, now: Instant, address: IpAddr) -> bool {
        lock(&self.addresses)
            .get_mut(&address)
            .is_none_or(|entry| entry.requests.take(now))
    }

    /// Counts a wrong secret or token; `false` when there have been too many.
    pub fn wrong(&self, now: Instant, address: IpAddr) -> bool {
        lock(&self.addresses)
            .get_mut(&address)
            .is_none_or(|entry| entry.wrong.take(now))
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        let mut open = lock(&self.limits.connections);
        *open = open.saturating_sub(1);
        if let Some(entry) = lock(&self.limits.addresses).get_mut(&self.address) {
            entry.connections = entry.connections.saturating_sub(1);
        }
    }
}

fn make_room(addresses: &mut HashMap<IpAddr, Address>) {
    if addresses.len() < MAX_ADDRESSES {
        return;
    }
    let mut quiet: Vec<(IpAddr, Instant)> = addresses
        .iter()
        .filter(|(_, entry)| entry.connections == 0)
        .map(|(address, entry)| (*address, entry.requests.last_asked()))
        .collect();
    quiet.sort_by_key(|(_, at)| *at);
    for (address, _) in quiet.into_iter().take(MAX_ADDRESSES / 2) {
        addresses.remove(&address);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_cannot_hold_every_connection_and_gets_new_ones_when_it_closes_some() {
        let limits = Arc::new(Limits::default());
        let (now, greedy) = (Instant::now(), IpAddr::from([10, 0, 0, 1]));
        let mut held: Vec<_> = (0..1000)
            .filter_map(|_| limits.connect(now, greedy))
            .collect();
        assert_eq!(held.len(), MAX_CONNECTIONS_PER_ADDRESS);
        assert!(limits.connect(now, IpAddr::from([10, 0, 0, 2])).is_some());
        held.pop();
        assert!(limits.connect(now, greedy).is_some());
    }
}
