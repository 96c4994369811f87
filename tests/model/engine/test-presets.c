/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Presets look like observed galaxies: the engine's numbers lie within what was measured. */
#include <math.h>
#include <string.h>

#include "model/galaxy/sl-presets.h"
#include "tests/model/engine-fixture.h"

/* A number that is linear in observables; in magnitudes, lg, or plain. */
typedef struct {
  const char *what;
  struct { const char *name; double factor; } term[2];
  double constant;
} Quantity;

/* Observers count living stars and remnants, with an initial mass function like Kroupa's. */
#define MASS "lgmstar_surviving:kroupa"
/* Absolute magnitude of the Sun in SDSS r [Willmer 2018, ApJS 236, 47, Table 3]. */
#define SUN_R 4.65
/* lg of 4 pi (10 pc)^2 3631 Jy in erg/s/Hz, the luminosity at AB magnitude 0; and lg of nu times it in Lsun
 * (3.826e33 erg/s) at 1528 A, the middle of GALEX FUV. */
#define LG_LNU_AB 20.638
#define LG_NULNU_FUV 2.348
/* lg of the frequency of MIPS70 (71.4 micron) over that of V (5450 A). */
#define LG_NU_70_V (-2.117)
/* Between 4848 and 5025 A are H beta and both lines of [O III]. */
#define OIII_HBETA "ew:4848-5025+4780-4840+5040-5100@4960"

static const Quantity lg_mass = { "lg M/Msun", { { MASS, 1 } }, 0 },
                      lg_sfr = { "lg SFR", { { "lgsfr", 1 } }, 0 },
                      lg_ssfr = { "lg SFR/M", { { "lgsfr", 1 }, { MASS, -1 } }, 0 },
                      m_r = { "M(r)", { { "rest:SDSS/r", 1 } }, 0 },
                      lg_ml_r = { "lg M/L(r)", { { MASS, 1 }, { "rest:SDSS/r", 0.4 } }, -0.4 * SUN_R },
                      g_r = { "g - r", { { "rest:SDSS/g-r", 1 } }, 0 },
                      u_r = { "u - r", { { "rest:SDSS/u-r", 1 } }, 0 },
                      b_v = { "B - V (AB)", { { "rest:BESSELL/B-V", 1 } }, 0 },
                      d4000 = { "Dn(4000)", { { "d4000n", 1 } }, 0 },
                      h_alpha = { "W(H alpha + [N II])", { { "ew:Halpha", 1 } }, 0 },
                      o_iii = { "W([O III] 5007)", { { "ew:OIII5007", 1 } }, 0 },
                      o_ii = { "W([O II])", { { "ew:OII3727", 1 } }, 0 },
                      h_delta = { "H delta A", { { "lick:HdeltaA", 1 } }, 0 },
                      o_iii_h_beta = { "lg [O III]/H beta",
                                       { { "flux:OIII5007", 1 }, { "flux:Hbeta", -1 } }, 0 },
                      both = { "W(H beta + [O III])", { { OIII_HBETA, 1 } }, 0 },
                      slope_uv = { "beta UV", { { "beta_uv", 1 } }, 0 },
                      m_uv = { "M(UV)", { { "rest:GALEX/FUV", 1 } }, 0 },
                      lg_lir = { "lg L(IR)", { { "lglir", 1 } }, 0 },
                      lg_irx = { "lg L(IR)/L(FUV)", { { "lglir", 1 }, { "rest:GALEX/FUV", 0.4 } },
                                 -LG_NULNU_FUV },
                      lg_70_v = { "lg nuLnu(70 micron)/nuLnu(V)",
                                  { { "rest:BESSELL/V", 0.4 }, { "rest:SPITZER/MIPS70", -0.4 } },
                                  LG_NU_70_V },
                      lg_xi = { "lg xi(ion)", { { "lgqion", 1 }, { "rest:GALEX/FUV", 0.4 } }, -LG_LNU_AB };

/* What was observed. Where a source says "abstract", its number was read there, and the range is the error or
 * spread that it gives, or about as wide where it gives a typical value alone. Others are approximate: from
 * figures, selections and relations of the paper, not checked against its text. W is positive for emission
 * and, as the program's, includes the absorption of stars. */
static const struct {
  const char *preset;
  const Quantity *quantity;
  double lo, hi;
  const char *source;
} observed_table[] = {
  /* The Milky Way among galaxies of the same mass and rate. */
  { "milky-way", &lg_mass, 10.694, 10.859,
    "Licquia & Newman 2015, ApJ 806, 96: 6.08 +- 1.14e10, Kroupa" },
  { "milky-way", &lg_sfr, 0.164, 0.265, "Licquia & Newman 2015: 1.65 +- 0.19 Msun/yr" },
  { "milky-way", &m_r, -22.22, -21.46,
    "Licquia, Newman & Brinchmann 2015, ApJ 809, 96, abstract: -21.00 +0.38 -0.37 + 5 lg h" },
  { "milky-way", &g_r, 0.626, 0.748, "Licquia, Newman & Brinchmann 2015, abstract: 0.682 +0.066 -0.056" },
  { "milky-way", &lg_ml_r, 0.015, 0.357, "their mass and magnitude: 0.186 +- 0.171" },
  { "milky-way", &h_alpha, 10.0, 35.0, "Kennicutt 1998, ARA&A 36, 189, Fig. 3: types Sb and Sbc" },
  { "milky-way", &o_iii, 0.0, 8.0, "Kennicutt 1992, ApJS 79, 255: whole galaxies of types Sb and Sbc" },
  { "milky-way", &d4000, 1.35, 1.65,
    "Brinchmann et al. 2004, MNRAS 351, 1151, Fig. 11, at lg SFR/M = -10.6" },

  { "giant-elliptical", &lg_mass, 11.3, 12.0,
    "Cappellari et al. 2013, MNRAS 432, 1862: slow rotators above 2e11; NGC 4889 near 1e12" },
  { "giant-elliptical", &lg_ssfr, -13.5, -11.8, "Salim et al. 2007, ApJS 173, 267: massive red galaxies" },
  { "giant-elliptical", &u_r, 2.40, 2.58, "Baldry et al. 2004, ApJ 600, 681, red sequence at M(r) = -22.8" },
  { "giant-elliptical", &g_r, 0.73, 0.81, "Fukugita et al. 1995, PASP 107, 945, Table 3: 0.77 for E" },
  { "giant-elliptical", &d4000, 1.75, 2.0, "Kauffmann et al. 2003, MNRAS 341, 54: 1.85 where lg M > 11" },
  { "giant-elliptical", &lg_ml_r, 0.40, 0.58,
    "Cappellari et al. 2013, MNRAS 432, 1862: populations, 4 to 6 with Salpeter, over 1.6" },
  { "giant-elliptical", &h_alpha, -3.5, 0.1,
    "Cid Fernandes et al. 2011, MNRAS 413, 1687: retired, below 3 A of emission, less 2.9 A of absorption" },
  { "giant-elliptical", &o_iii, -1.0, 1.5, "Eisenstein et al. 2003, ApJ 585, 694: weak lines" },

  { "dwarf-irregular", &lg_mass, 7.5, 8.5, "Lee et al. 2009, ApJ 692, 1305: dwarfs of M(B) about -15" },
  { "dwarf-irregular", &lg_sfr, -2.45, -1.55,
    "McGaugh et al. 2017, ApJ 851, 22, and Renzini & Peng 2015, ApJ 801, L29, at 1e8 Msun: -2.43, -1.56" },
  { "dwarf-irregular", &b_v, 0.26, 0.42,
    "van Zee 2001, AJ 121, 2003: 0.42 +- 0.05; Makarova & Karachentsev 1998, A&AS 133, 181, abstract: 0.47; "
    "less 0.11 from Vega to AB [Blanton & Roweis 2007]" },
  { "dwarf-irregular", &u_r, 0.89, 1.48, "Baldry et al. 2004, blue sequence at M(r) = -15.5: 1.19 +- 0.29" },
  { "dwarf-irregular", &h_alpha, 15.0, 80.0, "Lee et al. 2009: below the 100 A of starbursts" },
  { "dwarf-irregular", &o_iii, 5.0, 60.0, "Jansen et al. 2000, ApJS 126, 331: faint galaxies" },
  { "dwarf-irregular", &d4000, 1.0, 1.3, "Kauffmann et al. 2003, MNRAS 341, 54: lg M below 9" },
  { "dwarf-irregular", &lg_ml_r, -0.23, 0.07,
    "Bell et al. 2003, ApJS 149, 289, Table 7 at g - r = 0.34, less 0.15 to Kroupa: -0.08 +- 0.15" },

  /* Compact and bright in the ultraviolet: local counterparts of Lyman-break galaxies. */
  { "starburst", &lg_mass, 9.4, 10.2, "Greis et al. 2016, MNRAS 459, 2591, abstract: 6e9 Msun" },
  { "starburst", &lg_ssfr, -9.4, -8.5, "Greis et al. 2016, abstract: mean 1e-9 per year" },
  { "starburst", &lg_sfr, 0.7, 1.7, "Overzier et al. 2009, ApJ 706, 203: 5 to 50 Msun/yr" },
  { "starburst", &h_alpha, 100.0, 500.0,
    "Lee et al. 2009, abstract: starbursts above 100 A; "
    "Shim & Chary 2013, ApJ 765, 26, abstract: few above 500" },
  { "starburst", &o_iii_h_beta, 0.0, 0.75, "Overzier et al. 2009: diagram of line ratios" },
  { "starburst", &slope_uv, -2.1, -0.5, "Overzier et al. 2011, ApJ 726, L7" },
  { "starburst", &d4000, 0.9, 1.2, "Brinchmann et al. 2004, Fig. 11, at lg SFR/M of -9 and above" },

  { "post-starburst", &lg_mass, 10.0, 11.0, "French et al. 2018, ApJ 862, 2" },
  { "post-starburst", &h_delta, 4.0, 8.5, "French et al. 2018: above 4 A" },
  { "post-starburst", &h_alpha, -5.0, -0.5,
    "French et al. 2018: below 3 A of emission, less 3.5 A of absorption" },
  { "post-starburst", &o_ii, -2.0, 2.5,
    "Wilkinson et al. 2017, MNRAS (doi 10.1093/mnras/stx2034), abstract: below 2.5 A" },
  { "post-starburst", &d4000, 1.2, 1.6, "Kauffmann et al. 2003, MNRAS 341, 33: after bursts" },
  { "post-starburst", &u_r, 1.7, 2.35,
    "Wong et al. 2012, MNRAS 420, 1684: green valley, as Schawinski et al. 2014, MNRAS 440, 889, limit it" },

  /* Luminous infrared galaxies of the survey GOALS. */
  { "dusty", &lg_lir, 11.14, 12.0, "U et al. 2012, ApJS 203, 9, abstract: LIRGs" },
  { "dusty", &lg_mass, 10.39, 11.19, "U et al. 2012, abstract: 10.79 +- 0.40" },
  { "dusty", &lg_sfr, 1.3, 2.0, "U et al. 2012, abstract: 45 Msun/yr by infrared light" },
  { "dusty", &lg_ssfr, -9.8, -9.0, "Howell et al. 2010, ApJ 715, 572, abstract: median 3.9e-10 per year" },
  { "dusty", &lg_irx, 0.86, 2.9,
    "Howell et al. 2010, abstract: 0.2 to 17.9 % of the rate in FUV, as L by Kennicutt 1998" },
  { "dusty", &lg_70_v, 0.3, 1.48, "U et al. 2012, abstract: 2 to 30 at 60 micron" },

  { "z7-emitter", &m_uv, -20.6, -18.6, "Matthee et al. 2023, ApJ 950, 67, abstract: about -19.6 +- 1" },
  { "z7-emitter", &lg_mass, 7.5, 8.6, "Matthee et al. 2023, abstract: about 1e8" },
  { "z7-emitter", &both, 430.0, 1700.0,
    "Matthee et al. 2023, abstract: 850 A, up to 3000; Endsley et al. 2021, MNRAS 500, 5229; "
    "Daikuhara et al. 2025, arXiv:2507.13456, abstract: median 1700 at redshift 7" },
  { "z7-emitter", &o_iii_h_beta, 0.6, 0.9, "Matthee et al. 2023: about 6" },
  { "z7-emitter", &slope_uv, -2.5, -1.9,
    "Cullen et al. 2023, MNRAS 520, 14, abstract: -2.29 +- 0.09, and its slope with M(UV)" },
  { "z7-emitter", &lg_xi, 25.2, 25.7, "Matthee et al. 2023, abstract: 25.3; here not corrected for dust" },
};

#define MOST_NAMES 40

static guint
all_names (const char *names[MOST_NAMES + 1])
{
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (observed_table); i++)
    for (guint k = 0; k < 2 && observed_table[i].quantity->term[k].name; k++)
      {
        guint at = 0;

        while (at < n && strcmp (names[at], observed_table[i].quantity->term[k].name) != 0)
          at++;
        if (at < n)
          continue;
        g_assert_cmpuint (n, <, MOST_NAMES);
        names[n++] = observed_table[i].quantity->term[k].name;
      }
  names[n] = NULL;
  return n;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  const char *names[MOST_NAMES + 1];

  all_names (names);
  fixture_set_up (f, "ssp_bc03_miles.h5", (SlEngineConfig) { .observables = names, .threads = 2 });
}

static double
quantity_value (Fixture *f, const Quantity *quantity)
{
  double sum = quantity->constant;

  for (guint k = 0; k < 2 && quantity->term[k].name; k++)
    sum += quantity->term[k].factor
           * f->result->obs[sl_engine_find_observable (f->engine, quantity->term[k].name)];
  return sum;
}

/* Each preset that is a type of galaxy is within all that was observed of it. */
static void
test_observed (Fixture *f, gconstpointer data)
{
  guint n_compared = 0;

  for (guint p = 0; p < sl_preset_count (); p++)
    {
      const SlPresetInfo *info = sl_preset_info (p);
      guint n = 0;
      SlGalaxy g;

      g_assert_true (sl_preset_apply (info->name, &g));
      ask_engine (f->engine, &g, f->result);
      for (guint i = 0; i < G_N_ELEMENTS (observed_table); i++)
        if (strcmp (observed_table[i].preset, info->name) == 0)
          {
            const double value = quantity_value (f, observed_table[i].quantity);

            g_test_message ("%s: %s = %.3f, observed %.3f to %.3f (%s)", info->name,
                            observed_table[i].quantity->what, value, observed_table[i].lo,
                            observed_table[i].hi, observed_table[i].source);
            if (!(value >= observed_table[i].lo && value <= observed_table[i].hi))
              g_error ("%s: %s is %.3f, observed %.3f to %.3f (%s)", info->name,
                       observed_table[i].quantity->what, value, observed_table[i].lo, observed_table[i].hi,
                       observed_table[i].source);
            n++;
          }
      /* The two galaxies of the paper are not observed ones. */
      g_assert_true (info->look ? n >= 6 : n == 0);
      n_compared += n;
    }
  g_assert_cmpuint (n_compared, ==, G_N_ELEMENTS (observed_table));
}

/* Parameters of the paper's two galaxies are those of its Fig. 1 (Hearin et al. 2023, section 3.1); nothing
 * else differs from the defaults. */
static void
test_paper (void)
{
  SlGalaxy expected, g;

  sl_galaxy_init (&expected);
  expected.value[SL_PARAM_LG_DROP] = expected.value[SL_PARAM_LG_REJUV] = 0.0;
  g_assert_cmpfloat (expected.value[SL_PARAM_LOGM0], ==, 12.0);
  g_assert_true (sl_preset_apply ("main-sequence", &g));
  g_assert_cmpmem (&g, sizeof g, &expected, sizeof expected);
  expected.value[SL_PARAM_LG_QT] = log10 (6.0);
  expected.value[SL_PARAM_LG_DROP] = expected.value[SL_PARAM_LG_REJUV] = -2.5;
  g_assert_true (sl_preset_apply ("quenched", &g));
  g_assert_cmpmem (&g, sizeof g, &expected, sizeof expected);
  g_assert_true (sl_preset_apply (SL_PRESET_DEFAULT, &g));
  g_assert_cmpmem (&g, sizeof g, &expected, sizeof expected);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/presets/paper", test_paper);
  g_test_add ("/presets/observed", Fixture, NULL, set_up, test_observed, fixture_tear_down);
  return g_test_run ();
}
