//! Whom we believe: one pinned certificate, or what the system trusts.

use std::error::Error;
use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{
    CertificateError, ClientConfig, ConfigBuilder, DigitallySignedStruct, OtherError,
    RootCertStore, SignatureScheme, WantsVerifier,
};
use rustls_platform_verifier::BuilderVerifierExt as _;
use sha2::{Digest as _, Sha256};

use crate::JoinError;

/// The TLS of every connection to one server. `pin` is the SHA-256 of the only certificate (DER) to accept.
///
/// # Errors
/// The system's trust store cannot be used.
pub(crate) fn client_config(pin: Option<[u8; 32]>) -> Result<ClientConfig, JoinError> {
    let (provider, builder) = builder()?;
    Ok(match pin {
        Some(sha256) => builder
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(Pinned { sha256, provider }))
            .with_no_client_auth(),
        None => builder
            .with_platform_verifier()
            .map_err(unusable)?
            .with_no_client_auth(),
    })
}

/// For what is never encrypted.
///
/// # Errors
/// As [`client_config`].
pub(crate) fn trusting_nobody() -> Result<ClientConfig, JoinError> {
    let (_, builder) = builder()?;
    Ok(builder
        .with_root_certificates(RootCertStore::empty())
        .with_no_client_auth())
}

type Builder = ConfigBuilder<ClientConfig, WantsVerifier>;

fn builder() -> Result<(Arc<CryptoProvider>, Builder), JoinError> {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let builder = ClientConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()
        .map_err(unusable)?;
    Ok((provider, builder))
}

fn unusable(error: rustls::Error) -> JoinError {
    JoinError::UntrustedCertificate {
        why: error.to_string(),
    }
}

/// What a failed connection has to do with certificates, if anything.
pub(crate) fn certificate_error(error: &(dyn Error + 'static)) -> Option<JoinError> {
    if let Some(found) = error.downcast_ref::<rustls::Error>() {
        return as_join_error(found);
    }
    // An io::Error keeps what it was made from inside, names only that one's source as its own, and may lie in another.
    let inner = error
        .downcast_ref::<std::io::Error>()
        .and_then(std::io::Error::get_ref);
    match inner {
        Some(inner) => certificate_error(inner),
        None => error.source().and_then(certificate_error),
    }
}

fn as_join_error(error: &rustls::Error) -> Option<JoinError> {
    match error {
        rustls::Error::InvalidCertificate(CertificateError::Other(OtherError(why)))
            if let Some(NotPinned { promised, shown }) = why.downcast_ref().copied() =>
        {
            Some(JoinError::WrongCertificate { promised, shown })
        }
        rustls::Error::InvalidCertificate(why) => Some(JoinError::UntrustedCertificate {
            why: untrusted(why).into(),
        }),
        rustls::Error::InvalidMessage(_) => Some(JoinError::Garbage {
            why: "it does not encrypt its connections".into(),
        }),
        _ => Some(JoinError::Garbage {
            why: "no encrypted connection could be agreed upon".into(),
        }),
    }
}

fn untrusted(why: &CertificateError) -> &'static str {
    match why {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => "it has expired",
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "it is not valid yet: check this computer’s clock"
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            "it is for another name"
        }
        CertificateError::UnknownIssuer => "nobody known has issued it",
        CertificateError::Revoked => "it has been revoked",
        _ => "it is not a valid one",
    }
}

/// Another certificate than the one that the invite vouches for.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("another certificate than the pinned one")]
struct NotPinned {
    promised: [u8; 32],
    shown: [u8; 32],
}

/// Accepts exactly one certificate, whatever name, date and issuer it carries: the invite vouches for it.
#[derive(Debug)]
struct Pinned {
    sha256: [u8; 32],
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Pinned {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let shown: [u8; 32] = Sha256::digest(end_entity.as_ref()).into();
        if shown == self.sha256 {
            return Ok(ServerCertVerified::assertion());
        }
        let promised = self.sha256;
        let why = Arc::new(NotPinned { promised, shown });
        Err(CertificateError::Other(OtherError(why)).into())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(
            message,
            cert,
            signature,
            &self.provider.signature_verification_algorithms,
        )
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(
            message,
            cert,
            signature,
            &self.provider.signature_verification_algorithms,
        )
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider
            .signature_verification_algorithms
            .supported_schemes()
    }
}
