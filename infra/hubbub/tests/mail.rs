//! The settings of mail, tried at a server that takes it.

#[expect(dead_code, reason = "up uses the rest")]
mod run;

use services::testbed::smtp;

#[tokio::test(flavor = "multi_thread")]
async fn the_settings_of_mail_are_tried_by_the_doctor_and_by_a_mail() {
    let server = smtp::Smtp::start_with(None, Some(("hubbub", "not-to-be-seen"))).await.expect("a server");
    let address = server.address().to_string();
    let mut vars = vec![
        ("HUBBUB_MAIL_SERVER", &*address),
        ("HUBBUB_MAIL_TLS", "none"),
        ("HUBBUB_MAIL_FROM", "hubbub@example.org"),
        ("HUBBUB_MAIL_USER", "hubbub"),
        ("HUBBUB_MAIL_PASSWORD", "not-to-be-seen"),
    ];
    let run = async |words: &[&str], vars: &[(&str, &str)]| {
        let mut command = run::command(words);
        command.envs(vars.iter().copied());
        let output =
            tokio::task::spawn_blocking(move || command.output()).await.expect("run").expect("hubbub runs");
        let words = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        assert!(!words.contains("not-to-be-seen"), "{words}");
        (output.status.code(), words)
    };
    let test = ["admin", "mail", "test", "rosa@example.org"];
    let (code, words) = run(&test, &vars).await;
    assert!(code == Some(0) && words.contains("took the email"), "{words}");
    assert_eq!(server.mail().await.to, ["rosa@example.org"]);
    let (_, words) = run(&["doctor", "--data", "/tmp"], &vars).await;
    assert!(words.contains("warn  mail: ") && words.contains("HUBBUB_PUBLIC_URL"), "{words}");
    server.set(smtp::Fault::Refused);
    let (code, words) = run(&test, &vars).await;
    assert!(code == Some(1) && words.contains("550"), "{words}");
    vars[4].1 = "another";
    let (_, words) = run(&["doctor", "--data", "/tmp"], &vars).await;
    assert!(words.contains("FAIL  mail: ") && words.contains("535"), "{words}");
    let (code, words) = run(&test, &vars[1..]).await;
    assert!(code == Some(2) && words.contains("HUBBUB_MAIL_SERVER is not set"), "{words}");
}
