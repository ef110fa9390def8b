//! One hash: parameters, memory, PHC strings. Slow on purpose; called from blocking threads only.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use proto::text::Password;

/// The length of salts and hashes, in bytes.
const SALT: usize = 16;
const OUTPUT: usize = 32;

/// Memory to hash in. Made at its first use, then used again and again.
#[derive(Default)]
pub(crate) struct Memory(Vec<Block>);

/// What came of comparing a password.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It is another one.
    Wrong,
    /// It is this one. Some: it should be kept in this form from now on, since the parameters have changed.
    Right(Option<String>),
}

/// Why there is no hash. Shows nothing of password or hash.
#[derive(Debug, thiserror::Error)]
pub enum RecipeError {
    /// The parameters are out of argon2's range.
    #[error("argon2: {0}")]
    Argon2(argon2::Error),
    /// What was kept is no argon2 hash.
    #[error("the kept hash is not one of ours")]
    Kept,
    /// The system has no randomness to give.
    #[error("no randomness")]
    Random,
}

/// How passwords are hashed now.
pub(crate) struct Recipe {
    params: Params,
    /// Compared with where there is no account. It was made of random bits, not of a password: nothing is equal to it.
    decoy: String,
    runs: Arc<AtomicU64>,
}

impl Recipe {
    pub(crate) fn new(memory_kib: u32, passes: u32, runs: Arc<AtomicU64>) -> Result<Self, RecipeError> {
        let params = Params::new(memory_kib, passes, 1, Some(OUTPUT)).map_err(RecipeError::Argon2)?;
        let decoy = phc(&params, &random::<SALT>()?, &random::<OUTPUT>()?)?;
        Ok(Self { params, decoy, runs })
    }

    /// The PHC string of a new password.
    pub(crate) fn hash(&self, password: &Password, memory: &mut Memory) -> Result<String, RecipeError> {
        let salt = random::<SALT>()?;
        let mut output = [0; OUTPUT];
        self.run(
            &argon(Algorithm::Argon2id, &self.params),
            &self.params,
            password,
            &salt,
            &mut output,
            memory,
        )?;
        phc(&self.params, &salt, &output)
    }

    /// Compares a password with the PHC string kept; with none, with the decoy, which takes just as long.
    pub(crate) fn verify(
        &self,
        password: &Password,
        kept: Option<&str>,
        memory: &mut Memory,
    ) -> Result<Verdict, RecipeError> {
        let hash = PasswordHash::new(kept.unwrap_or(&self.decoy)).map_err(|_| RecipeError::Kept)?;
        let algorithm = Algorithm::try_from(hash.algorithm.as_str()).map_err(|_| RecipeError::Kept)?;
        let params = Params::try_from(&hash).map_err(|_| RecipeError::Kept)?;
        let (salt, expected) = hash.salt.zip(hash.hash).ok_or(RecipeError::Kept)?;
        let mut output = vec![0; expected.len()];
        self.run(&argon(algorithm, &params), &params, password, salt.as_ref(), &mut output, memory)?;
        // Outputs are compared in constant time.
        if Output::new(&output).map_err(|_| RecipeError::Kept)? != expected || kept.is_none() {
            return Ok(Verdict::Wrong);
        }
        let same = algorithm == Algorithm::Argon2id
            && (params.m_cost(), params.t_cost(), params.p_cost(), params.output_len())
                == (
                    self.params.m_cost(),
                    self.params.t_cost(),
                    self.params.p_cost(),
                    self.params.output_len(),
                );
        let better = if same { None } else { Some(self.hash(password, memory)?) };
        Ok(Verdict::Right(better))
    }

    fn run(
        &self,
        argon: &Argon2<'_>,
        params: &Params,
        password: &Password,
        salt: &[u8],
        output: &mut [u8],
        memory: &mut Memory,
    ) -> Result<(), RecipeError> {
        self.runs.fetch_add(1, Ordering::Relaxed);
        let needed = params.block_count();
        if memory.0.len() < needed {
            memory.0.resize(needed, Block::new());
        }
        let outcome =
            argon.hash_password_into_with_memory(password.reveal(), salt, output, &mut memory.0[..needed]);
        // A hash of former, larger parameters must not leave a larger pool behind.
        if needed > self.params.block_count() {
            memory.0.truncate(self.params.block_count());
            memory.0.shrink_to_fit();
        }
        outcome.map_err(RecipeError::Argon2)
    }
}

fn argon(algorithm: Algorithm, params: &Params) -> Argon2<'static> {
    Argon2::new(algorithm, Version::V0x13, params.clone())
}

fn phc(params: &Params, salt: &[u8], output: &[u8]) -> Result<String, RecipeError> {
    let hash = PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(params).map_err(|_| RecipeError::Kept)?,
        salt: Some(Salt::new(salt).map_err(|_| RecipeError::Kept)?),
        hash: Some(Output::new(output).map_err(|_| RecipeError::Kept)?),
    };
    Ok(hash.to_string())
}

fn random<const N: usize>() -> Result<[u8; N], RecipeError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| RecipeError::Random)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recipe(memory_kib: u32) -> Recipe {
        Recipe::new(memory_kib, 1, Arc::default()).expect("a recipe")
    }

    fn password(text: &str) -> Password {
        Password::try_out(text)
    }

    #[test]
    fn a_password_is_its_own_and_no_other() {
        let (recipe, mut memory) = (recipe(64), Memory::default());
        let kept = recipe.hash(&password("correct horse"), &mut memory).expect("hashed");
        assert!(kept.starts_with("$argon2id$v=19$m=64,t=1,p=1$"), "{kept}");
        let verify = |text: &str, memory: &mut Memory| {
            recipe.verify(&password(text), Some(&kept), memory).expect("works")
        };
        assert_eq!(verify("correct horse", &mut memory), Verdict::Right(None));
        assert_eq!(verify("correct horsf", &mut memory), Verdict::Wrong);
        assert_eq!(verify("", &mut memory), Verdict::Wrong);
    }

    #[test]
    fn a_hash_made_elsewhere_is_understood() {
        // The reference implementation's own: echo -n password | argon2 somesalt -id -t 2 -k 256 -p 1
        let kept = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
        let verdict =
            recipe(64).verify(&password("password"), Some(kept), &mut Memory::default()).expect("works");
        assert!(matches!(verdict, Verdict::Right(Some(_))));
    }

    #[test]
    fn changed_parameters_give_a_better_hash_and_no_larger_memory() {
        let mut memory = Memory::default();
        let old = recipe(128).hash(&password("correct horse"), &mut memory).expect("hashed");
        let now = recipe(64);
        let Verdict::Right(Some(better)) =
            now.verify(&password("correct horse"), Some(&old), &mut memory).expect("works")
        else {
            panic!("right, and to be kept anew")
        };
        assert!(better.contains("m=64,"));
        assert_eq!(memory.0.len(), 64);
        assert_eq!(
            now.verify(&password("correct horse"), Some(&better), &mut memory).expect("works"),
            Verdict::Right(None)
        );
    }

    #[test]
    fn nobody_s_password_takes_the_same_work_as_somebody_s() {
        let (recipe, mut memory) = (recipe(64), Memory::default());
        assert_eq!(recipe.verify(&password("x"), None, &mut memory).expect("works"), Verdict::Wrong);
        assert_eq!(recipe.runs.load(Ordering::Relaxed), 1);
        assert!(recipe.decoy.starts_with("$argon2id$v=19$m=64,t=1,p=1$"));
    }

    #[test]
    fn what_is_no_hash_is_an_error_and_never_right() {
        for kept in ["", "plain", "$argon2id$v=19$m=64,t=1,p=1$c29tc2FsdA", "$scrypt$x"] {
            assert!(
                recipe(64).verify(&password("plain"), Some(kept), &mut Memory::default()).is_err(),
                "{kept}"
            );
        }
    }
}
