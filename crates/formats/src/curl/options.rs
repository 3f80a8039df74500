//! The options of curl (curl 8, `curl --help all`). If one with a value were taken for a flag, its value would become
//! the URL.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Short options. `-h` is left out: it takes a value only sometimes, and help sends no request.
const SHORT_WITH_VALUE: &str = "AbcCdDeEFHKmoPQrtTuUwxXyYz";
const SHORT_FLAGS: &str = "#012346aBfgGhiIjJklLMnNOpqRsSvVZ:";

const LONG_WITH_VALUE: &str = "abstract-unix-socket alt-svc aws-sigv4 cacert capath cert cert-type ciphers config \
    connect-timeout connect-to continue-at cookie cookie-jar create-file-mode crlfile curves data data-ascii \
    data-binary data-raw data-urlencode delegation dns-interface dns-ipv4-addr dns-ipv6-addr dns-servers doh-url \
    dump-header ech egd-file engine etag-compare etag-save expect100-timeout form form-string ftp-account \
    ftp-alternative-to-user ftp-method ftp-port ftp-ssl-ccc-mode happy-eyeballs-timeout-ms haproxy-clientip header \
    hostpubmd5 hostpubsha256 hsts interface ip-tos ipfs-gateway json keepalive-cnt keepalive-time key key-type \
    knownhosts krb libcurl limit-rate local-port login-options mail-auth mail-from mail-rcpt max-filesize max-redirs \
    max-time netrc-file noproxy oauth2-bearer output output-dir parallel-max parallel-max-host pass pinnedpubkey \
    preproxy proto proto-default proto-redir proxy proxy-cacert proxy-capath proxy-cert proxy-cert-type proxy-ciphers \
    proxy-crlfile proxy-header proxy-key proxy-key-type proxy-pass proxy-pinnedpubkey proxy-service-name \
    proxy-tls13-ciphers proxy-tlsauthtype proxy-tlspassword proxy-tlsuser proxy-user proxy1.0 pubkey quote random-file \
    range rate referer request request-target resolve retry retry-delay retry-max-time sasl-authzid service-name \
    sigalgs signature-algorithms socks4 socks4a socks5 socks5-gssapi-service socks5-hostname speed-limit speed-time \
    stderr telnet-option tftp-blksize time-cond tls-max tls13-ciphers tlsauthtype tlspassword tlsuser trace trace-ascii \
    trace-config unix-socket upload-file upload-flags url url-query user user-agent variable vlan-priority write-out";

const FLAGS: &str = "anyauth append basic ca-native cert-status compressed compressed-ssh create-dirs crlf digest \
    disable disable-eprt disable-epsv disallow-username-in-url doh-cert-status doh-insecure dump-ca-embed \
    environment fail fail-early fail-with-body false-start follow form-escape ftp-create-dirs ftp-pasv ftp-pret \
    ftp-skip-pasv-ip ftp-ssl ftp-ssl-ccc ftp-ssl-control ftp-ssl-reqd get globoff haproxy-protocol head help http0.9 \
    http1.0 http1.1 http2 http2-prior-knowledge http3 http3-only ignore-content-length include insecure ipv4 ipv6 \
    junk-session-cookies keepalive list-only location location-trusted mail-rcpt-allowfails manual metalink mptcp \
    negotiate netrc netrc-optional next no-alpn no-buffer no-clobber no-keepalive no-npn no-progress-meter \
    no-sessionid ntlm ntlm-wb out-null parallel parallel-immediate path-as-is post301 post302 post303 progress-bar \
    progress-meter proxy-anyauth proxy-basic proxy-ca-native proxy-digest proxy-http2 proxy-http3 proxy-insecure \
    proxy-negotiate proxy-ntlm proxy-ssl-allow-beast proxy-ssl-auto-client-cert proxy-tlsv1 proxytunnel raw \
    remote-header-name remote-name remote-name-all remote-time remove-on-error retry-all-errors retry-connrefused \
    sasl-ir sessionid show-error show-headers silent skip-existing socks5-basic socks5-gssapi socks5-gssapi-nec ssl \
    ssl-allow-beast ssl-auto-client-cert ssl-no-revoke ssl-reqd ssl-revoke-best-effort sslv2 sslv3 styled-output \
    suppress-connect-headers tcp-fastopen tcp-nodelay tftp-no-options tls-earlydata tlsv1 tlsv1.0 tlsv1.1 tlsv1.2 \
    tlsv1.3 tr-encoding trace-ids trace-time use-ascii verbose version xattr";

/// The long name of a short option, if the option affects the request.
pub(super) fn long_name(short: char) -> Option<&'static str> {
    Some(match short {
        'A' => "user-agent",
        'b' => "cookie",
        'C' => "continue-at",
        'd' => "data",
        'e' => "referer",
        'E' => "cert",
        'F' => "form",
        'g' => "globoff",
        'G' => "get",
        'H' => "header",
        'I' => "head",
        'K' => "config",
        'n' => "netrc",
        'r' => "range",
        'T' => "upload-file",
        'u' => "user",
        'X' => "request",
        'z' => "time-cond",
        ':' => "next",
        _ => return None,
    })
}

pub(super) fn short_takes_value(short: char) -> bool {
    SHORT_WITH_VALUE.contains(short)
}

pub(super) fn is_short(short: char) -> bool {
    SHORT_WITH_VALUE.contains(short) || SHORT_FLAGS.contains(short)
}

/// With or without the `expand-` of curl 8.3.
pub(super) fn long_takes_value(name: &str) -> bool {
    let name = name.strip_prefix("expand-").unwrap_or(name);
    LONG.get(name).is_some_and(|takes_value| *takes_value)
}

pub(super) fn is_flag(name: &str) -> bool {
    let is_known = |name: &str| LONG.get(name).is_some_and(|takes_value| !takes_value);
    is_known(name) || name.strip_prefix("no-").is_some_and(is_known)
}

/// Every long option, and whether it takes a value.
static LONG: LazyLock<HashMap<&str, bool>> = LazyLock::new(|| {
    let with_value = LONG_WITH_VALUE.split_ascii_whitespace().map(|name| (name, true));
    with_value.chain(FLAGS.split_ascii_whitespace().map(|name| (name, false))).collect()
});
