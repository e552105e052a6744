//! The server's own certificate: self-signed, pinned by its SHA-256 in the invite.

use std::sync::Arc;

use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use sha2::{Digest, Sha256};
use tokio_rustls::TlsAcceptor;

use crate::ServerError;

/// What TLS connections are accepted with.
pub struct Identity {
    /// Takes connections.
    pub acceptor: TlsAcceptor,
    /// SHA-256 of the certificate in DER.
    pub sha256: [u8; 32],
}

/// A certificate and its private key (PKCS #8), both in DER.
pub struct Certificate {
    /// The certificate.
    pub der: Vec<u8>,
    /// Its key.
    pub key: Vec<u8>,
}

impl Certificate {
    /// Makes a key and a certificate for it. Clients know it by its hash: its names mean nothing.
    pub fn generate() -> Result<Self, ServerError> {
        let certified = rcgen::generate_simple_self_signed(["adjourn.invalid".to_owned()])
            .map_err(|error| ServerError::Certificate(error.to_string()))?;
        Ok(Self {
            der: certified.cert.der().to_vec(),
            key: certified.signing_key.serialize_der(),
        })
    }

    /// What answers with it.
    pub fn identity(&self) -> Result<Identity, ServerError> {
        let failed = |error: &dyn std::fmt::Display| ServerError::Certificate(error.to_string());
        let der = CertificateDer::from(self.der.clone());
        let key = PrivatePkcs8KeyDer::from(self.key.clone());
        let sha256 = Sha256::digest(&der).into();
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| failed(&error))?
            .with_no_client_auth()
            .with_single_cert(vec![der], PrivateKeyDer::Pkcs8(key))
            .map_err(|error| failed(&error))?;
        Ok(Identity {
            acceptor: TlsAcceptor::from(Arc::new(config)),
            sha256,
        })
    }
}
