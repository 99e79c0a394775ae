//! The TickleGram program. It reads the command line and hands over; everything else is in the library crates.

use std::io::{Read as _, Write as _};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use clap::{Parser, Subcommand};
use domain::user::Role;
use server::config::VARIABLES;
use server::{Config, Environment, Options, Server, Sources};
use tokio_util::sync::CancellationToken;

/// One inbox for Instagram and Facebook.
#[derive(Parser)]
#[command(name = "ticklegram", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the server, with the dashboard (and, in mock mode, the simulator)
    #[command(after_help = variables())]
    Serve(Options),
    /// Run the simulator of Meta alone, with its phone page
    Sim(meta_sim::cli::Args),
    /// Manage people without the web
    Admin {
        #[command(flatten)]
        options: Options,
        #[command(subcommand)]
        command: Admin,
    },
    /// Bring the database's schema up to date
    Migrate(Options),
    /// Print the OpenAPI document
    Openapi,
    /// Print a page of the documentation that is made from the code
    #[command(hide = true)]
    Docs {
        /// Which one
        page: Page,
    },
}

/// A page that is made from the code.
#[derive(Clone, Copy, clap::ValueEnum)]
enum Page {
    /// `docs/CONFIGURATION.md`
    Configuration,
}

#[derive(Subcommand)]
enum Admin {
    /// Add a person; the password is read from standard input
    CreateUser {
        /// Address they log in with
        #[arg(long)]
        email: String,
        /// Display name
        #[arg(long)]
        name: String,
        /// admin or agent
        #[arg(long, default_value = "admin")]
        role: String,
        /// Read the password from standard input (there is no other way: arguments can be seen by others)
        #[arg(long, required = true)]
        password_stdin: bool,
    },
    /// Give a person a new password, read from standard input; ends their sessions
    ResetPassword {
        /// Whose
        #[arg(long)]
        email: String,
        /// Read the password from standard input
        #[arg(long, required = true)]
        password_stdin: bool,
    },
    /// List the people
    ListUsers,
}

/// The variables of `serve`, for its help.
fn variables() -> String {
    let lines = VARIABLES
        .iter()
        .map(|v| format!("  {:<32} {} [default: {}]\n", v.name, v.help, v.default));
    let lines: String = lines.collect();
    format!("Environment (also read from .env; NAME_FILE reads a value from a file):\n{lines}")
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(problem) => return fail(&anyhow::Error::from(problem)),
    };
    match runtime.block_on(run(cli.command)) {
        Ok(code) => code,
        Err(problem) => fail(&problem),
    }
}

fn fail(problem: &anyhow::Error) -> ExitCode {
    let text = format!("{problem:#}\n");
    // Standard error may be closed; there is nobody left to tell then.
    let _ = std::io::stderr().write_all(text.as_bytes());
    ExitCode::FAILURE
}

async fn run(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Serve(options) => serve(&options).await,
        Command::Sim(args) => {
            server::telemetry::logging(None)?;
            let shutdown = CancellationToken::new();
            let stopped = shutdown.clone();
            let stop = stop_signal()?;
            tokio::spawn(async move {
                stop.await;
                stopped.cancel();
            });
            meta_sim::cli::run(args, shutdown).await?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Admin { options, command } => admin(&options, command).await,
        Command::Migrate(options) => {
            let config = config(&options)?;
            server::lifecycle::open(&config).await?.db.close().await;
            say("The database is up to date.")?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Openapi => {
            std::io::stdout().write_all(server::http::document()?.as_bytes())?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Docs {
            page: Page::Configuration,
        } => {
            std::io::stdout().write_all(server::config::guide::page().as_bytes())?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn say(text: &str) -> anyhow::Result<()> {
    Ok(writeln!(std::io::stdout(), "{text}")?)
}

fn config(options: &Options) -> anyhow::Result<Config> {
    let env = Environment::of_process().context(".env cannot be read")?;
    Ok(Config::read(&env, options)?)
}

async fn serve(options: &Options) -> anyhow::Result<ExitCode> {
    let config = config(options)?;
    server::telemetry::logging(config.log_file.as_deref())?;
    // Before it says that it listens: whoever reads that may already ask it to stop.
    let mut stop = Box::pin(stop_signal()?);
    let started = tokio::select! {
        biased;
        started = Server::start(config, Sources::default()) => started,
        // What had begun is as after a kill: the next start goes on from there.
        () = &mut stop => return Ok(ExitCode::SUCCESS),
    };
    let server = match started {
        Ok(server) => server,
        Err(problem) => {
            // To the log file too: an operator looks there for what keeps it from starting.
            server::telemetry::cannot_start(&problem);
            return Ok(ExitCode::FAILURE);
        }
    };
    if let Some(link) = &server.setup_link {
        // To the terminal and not to the log: who has it makes themselves an admin.
        let text =
            format!("Nobody can log in yet. Make the first admin here, within a day: {link}\n");
        std::io::stderr().write_all(text.as_bytes())?;
    }
    let clean = server.run(stop).await;
    Ok(if clean {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Resolves at SIGTERM or Ctrl+C; a second one ends the process at once.
fn stop_signal() -> anyhow::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut term = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = term.recv() => {}
            _ = interrupt.recv() => {}
        }
        tokio::spawn(async move {
            tokio::select! {
                _ = term.recv() => {}
                _ = interrupt.recv() => {}
            }
            std::process::exit(130);
        });
    })
}

async fn admin(options: &Options, command: Admin) -> anyhow::Result<ExitCode> {
    let config = config(options)?;
    let opened = server::lifecycle::open(&config).await?;
    let people = server::lifecycle::People::of(&opened, config.mode)?;
    match command {
        Admin::CreateUser {
            email, name, role, ..
        } => {
            let role = Role::parse(&role.to_ascii_lowercase())
                .with_context(|| format!("--role must be admin or agent, not {role}"))?;
            let user = people.create(&email, &name, role, password()?).await?;
            say(&format!(
                "Added {} ({}) as {}.",
                user.name,
                user.email,
                user.role.as_str()
            ))?;
        }
        Admin::ResetPassword { email, .. } => {
            people.reset_password(&email, password()?).await?;
            say(&format!(
                "{email} has a new password; all their sessions are ended."
            ))?;
        }
        Admin::ListUsers => {
            for user in opened.db.users(None).await? {
                let state = if user.is_active {
                    "active"
                } else {
                    "deactivated"
                };
                say(&format!(
                    "{:<40} {:<8} {state}  {}",
                    user.email,
                    user.role.as_str(),
                    user.name
                ))?;
            }
        }
    }
    opened.db.close().await;
    Ok(ExitCode::SUCCESS)
}

fn password() -> anyhow::Result<String> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let text = text.trim_end_matches(['\n', '\r']).to_owned();
    if text.is_empty() {
        bail!(
            "standard input held no password; use for example: printf %s \"$PASSWORD\" | ticklegram admin …"
        );
    }
    Ok(text)
}
