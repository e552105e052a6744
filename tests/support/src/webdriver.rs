//! A W3C WebDriver session, as much of it as the tests need.

use std::fs;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use base64::Engine;
use serde_json::{Value, json};

use crate::patience;

const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf"; // the key of an element reference (W3C)

/// One session of one browser. Ended when dropped.
pub struct Session {
    agent: ureq::Agent,
    url: String,
}

impl Session {
    /// Starts the browser that `capabilities` describes, with the driver at `driver` (`http://…`).
    pub fn start(driver: &str, capabilities: &Value) -> Session {
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(patience(60)))
            .build()
            .into();
        let mut session = Session {
            agent,
            url: driver.into(),
        };
        let until = Instant::now() + patience(15);
        while session
            .agent
            .get(format!("{driver}/status"))
            .call()
            .is_err()
        {
            assert!(Instant::now() < until, "the WebDriver does not answer");
            thread::sleep(Duration::from_millis(50));
        }
        let body = json!({ "capabilities": { "alwaysMatch": capabilities } });
        let answer = session
            .post("/session", &body)
            .unwrap_or_else(|error| panic!("no WebDriver session: {error}"));
        let id = answer["sessionId"].as_str().expect("a session has an id");
        session.url = format!("{driver}/session/{id}");
        session
    }

    /// Runs the body of a function in the page and gives what it returns.
    pub fn run(&self, script: &str, args: &[Value]) -> Value {
        self.try_run(script, args)
            .unwrap_or_else(|error| panic!("{error}, in the script {script}"))
    }

    /// The same where a failure is expected.
    pub fn try_run(&self, script: &str, args: &[Value]) -> Result<Value, String> {
        let body = json!({ "script": script, "args": args });
        self.post("/execute/sync", &body)
    }

    /// Runs `script` again and again until it gives something truthy.
    pub fn wait(&self, what: &str, limit: Duration, script: &str, args: &[Value]) -> Value {
        let until = Instant::now() + limit;
        loop {
            let last = self.try_run(script, args);
            if let Ok(value) = &last
                && !matches!(value, Value::Null | Value::Bool(false))
            {
                return value.clone();
            }
            if Instant::now() > until {
                let page = self.try_run("return document.body.innerText", &[]);
                panic!("no {what}: the script gave {last:?}; the page says {page:?}");
            }
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// Clicks, as a person would, on the element that `selector` (CSS) finds, once it is enabled.
    pub fn click(&self, selector: &str) {
        self.on(&format!("{selector}:not([disabled])"), "click", &json!({}));
    }

    /// Holds the button of the mouse down on an element for so long, as soon as it is there.
    pub fn hold(&self, selector: &str, time: Duration) {
        let until = Instant::now() + patience(20);
        let element = loop {
            match self.find(selector) {
                Ok(element) => break element,
                Err(error) => assert!(Instant::now() < until, "cannot hold {selector}: {error}"),
            }
            thread::sleep(Duration::from_millis(50));
        };
        let there = json!({ "type": "pointerMove", "duration": 0, "x": 0, "y": 0, "origin": { ELEMENT: element } });
        let actions = json!([
            there,
            { "type": "pointerDown", "button": 0 },
            { "type": "pause", "duration": time.as_millis() as u64 },
            { "type": "pointerUp", "button": 0 },
        ]);
        let mouse = json!({ "type": "pointer", "id": "mouse", "parameters": { "pointerType": "mouse" }, "actions": actions });
        let held = self.post("/actions", &json!({ "actions": [mouse] }));
        // What it does may take the page away.
        held.ok();
    }

    /// Types into an element.
    pub fn type_into(&self, selector: &str, text: &str) {
        self.on(selector, "value", &json!({ "text": text }));
    }

    /// Types over what is in a field, once it is enabled.
    pub fn fill(&self, selector: &str, text: &str) {
        let field = format!("{selector}:not([disabled])");
        let select = "const field = document.querySelector(arguments[0]);
            field?.select(); return !!field;";
        self.wait("field to type into", patience(20), select, &[json!(field)]);
        self.on(&field, "value", &json!({ "text": text }));
    }

    /// The visible text of an element, when there is one.
    pub fn text(&self, selector: &str) -> Option<String> {
        let element = self.find(selector).ok()?;
        let answer = self.get(&format!("/element/{element}/text")).ok()?;
        Some(answer.as_str()?.into())
    }

    /// Writes a picture of the page as PNG.
    pub fn screenshot(&self, path: &Path) {
        // WebKit answers after the next repaint, and a page at rest has none: move an invisible pixel.
        self.run(
            "const dot = document.body.appendChild(document.createElement('div'));
            dot.style.cssText = 'position:fixed;right:0;bottom:0;width:1px;height:1px;opacity:.01';
            const timer = setInterval(() => { dot.style.background = `hsl(${Date.now() % 360} 50% 50%)` }, 20);
            setTimeout(() => { clearInterval(timer); dot.remove() }, 3000);",
            &[],
        );
        let answer = self.get("/screenshot").expect("the page can be drawn");
        let encoded = answer.as_str().expect("base64");
        let png = base64::engine::general_purpose::STANDARD.decode(encoded);
        fs::write(path, png.expect("base64")).expect("the lab's folder can be written");
    }

    /// Makes the window `width` by `height`.
    pub fn resize(&self, width: u32, height: u32) {
        let size = json!({ "x": 0, "y": 0, "width": width, "height": height });
        self.post("/window/rect", &size).ok(); // without a window manager WebKit may refuse
    }

    /// Does something with an element as soon as it is there and takes it.
    fn on(&self, selector: &str, verb: &str, body: &Value) {
        let until = Instant::now() + patience(20);
        loop {
            let done = self
                .find(selector)
                .and_then(|element| self.post(&format!("/element/{element}/{verb}"), body));
            match done {
                Ok(_) => return,
                Err(error) if Instant::now() > until => {
                    let page = self.try_run("return document.body.innerHTML", &[]);
                    panic!("cannot {verb} {selector}: {error}; the page is {page:?}");
                }
                Err(_) => thread::sleep(Duration::from_millis(50)),
            }
        }
    }

    fn find(&self, selector: &str) -> Result<String, String> {
        let query = json!({ "using": "css selector", "value": selector });
        let found = self.post("/element", &query)?;
        found[ELEMENT]
            .as_str()
            .map(Into::into)
            .ok_or("no element".into())
    }

    fn post(&self, path: &str, body: &Value) -> Result<Value, String> {
        answer(
            self.agent
                .post(format!("{}{path}", self.url))
                .send_json(body),
        )
    }

    fn get(&self, path: &str) -> Result<Value, String> {
        answer(self.agent.get(format!("{}{path}", self.url)).call())
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.agent.delete(&self.url).call().ok();
    }
}

fn answer(
    response: Result<ureq::http::Response<ureq::Body>, ureq::Error>,
) -> Result<Value, String> {
    let mut response = response.map_err(|error| error.to_string())?;
    let ok = response.status().is_success();
    let limit = 64 << 20; // a screenshot is larger than ureq's limit of 10 MB only on a huge screen
    let body = response
        .body_mut()
        .with_config()
        .limit(limit)
        .read_to_string();
    let body: Value = serde_json::from_str(&body.map_err(|error| error.to_string())?)
        .map_err(|error| error.to_string())?;
    match ok {
        true => Ok(body["value"].clone()),
        false => Err(body["value"].to_string()),
    }
}
