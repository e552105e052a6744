use adjourn_server::*;
#[tokio::main]
async fn main() {
    tracing_subscriber::fmt().with_env_filter(tracing_subscriber::EnvFilter::from_default_env()).with_writer(std::io::stderr).init();
    let listen = std::env::args().nth(1).unwrap_or("127.0.0.1:0".into()).parse().unwrap();
    let server = Server::start(ServerConfig { listen, insecure: true, auto_create: true,
        keys: vec![ApiKey { key: "devkey".into(), secret: adjourn_meeting::Secret::new("secret") }], ..Default::default() }).await.unwrap();
    println!("{}", server.url());
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).unwrap();
    server.shutdown().await;
    println!("stopped");
}
