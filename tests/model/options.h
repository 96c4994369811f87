/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib/gstdio.h>

#include "model/observables/sl-observables.h"
#include "tests/model/reference.h"

/* Galaxies with all sorts of options, all kinds of observables, a library without gas. */

/* A name for load_library(): the small library as a file without its gas, as libraries in the plain DSPS
 * format are. */
#define WITHOUT_GAS "without gas"

static const char *const every_observable[] = { "rest:LSST/g",
                                                "rest:LSST/g-r",
                                                "obs:LSST/u",
                                                "obs:LSST/g-r",
                                                "fnu:LSST/g",
                                                "ew:OIII5007",
                                                "ew:Hbeta",
                                                "flux:OIII5007",
                                                "cont:Hbeta",
                                                "ew:6550-6575+6500-6540+6595-6625",
                                                "lick:Hbeta",
                                                "lick:Mg2",
                                                "index:8484-8513+8474-8484+8563-8577",
                                                "line:Halpha",
                                                "line:OII3727",
                                                "line:O III 5006.84/Hbeta",
                                                "line0:Lyalpha",
                                                "line0:NII6584/Halpha",
                                                "lgratio:Hgamma/Hbeta",
                                                "balmer_decrement",
                                                "lgoiii_hbeta",
                                                "lgnii_halpha",
                                                "lgsii_halpha",
                                                "lgoi_halpha",
                                                "lgoiii_oii",
                                                "d4000n",
                                                "beta_uv",
                                                "lglir",
                                                "lglbol",
                                                "lgldust",
                                                "lgqion",
                                                "lgmstar_formed",
                                                "lgmstar_living",
                                                "lgmstar_with_remnants",
                                                "lgmstar_surviving:chabrier",
                                                "lgmstar_remnants:kroupa",
                                                "lgsfr",
                                                "lgsfr1",
                                                "lgsfr10",
                                                "lgsfr100",
                                                "age_mass",
                                                "age_light",
                                                "age_light:LSST/r",
                                                "lgz_mass",
                                                "lgz_light",
                                                "lgz_light:LSST/r",
                                                "ml:BESSELL/V",
                                                "ml_living:BESSELL/V",
                                                "ml_formed:BESSELL/V",
                                                NULL };

static inline SlTemplates *
load_without_gas (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *from = data_path ("ssp_tiny.h5"), *folder = g_dir_make_tmp ("starloom-gas-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "stars.h5", NULL);
  g_autoptr (SlH5) whole = sl_h5_open (from, &error), bare = sl_h5_create (path, &error);
  gsize z = 0, a = 0, w = 0;
  g_autofree double *lgmet = sl_h5_read_double (whole, "ssp_lgmet", 1, &z, &error);
  g_autofree double *age = sl_h5_read_double (whole, "ssp_lg_age_gyr", 1, &a, &error);
  g_autofree double *wave = sl_h5_read_double (whole, "ssp_wave", 1, &w, &error);
  gsize dims[3] = { z, a, w };
  g_autofree float *flux = sl_h5_read_float (whole, "ssp_flux", 3, dims, &error);
  g_autofree float *living = sl_h5_read_float (whole, "ssp_mstar_surviving", 2, dims, &error);
  SlTemplates *t;

  g_assert_no_error (error);
  g_assert_true (sl_h5_write_double (bare, "ssp_lgmet", 1, &z, lgmet, &error)
                 && sl_h5_write_double (bare, "ssp_lg_age_gyr", 1, &a, age, &error)
                 && sl_h5_write_double (bare, "ssp_wave", 1, &w, wave, &error)
                 && sl_h5_write_float (bare, "ssp_flux", 3, dims, flux, &error)
                 && sl_h5_write_float (bare, "ssp_mstar_surviving", 2, dims, living, &error)
                 && sl_h5_commit (bare, &error));
  t = sl_templates_load (path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (t->n_lgu, ==, 0);
  g_assert_cmpuint (t->n_line, ==, 0);
  g_unlink (path);
  g_rmdir (folder);
  return t;
}

static inline SlTemplates *
load_library (const char *name)
{
  return strcmp (name, WITHOUT_GAS) == 0 ? load_without_gas () : load_templates (name);
}

static inline const SlTable *
a_history_table (void)
{
  static const double t[] = { 0.31, 1.07, 3.3, 6.1, 9.4, 13.9 }, sfr[] = { 0.2, 1.9, 7.3, 4.4, 2.2, 1.1 };

  return sl_table_intern ("history", t, sfr, G_N_ELEMENTS (t), NULL);
}

static inline const SlTable *
a_metals_table (void)
{
  static const double t[] = { 0.5, 2.1, 5.3, 9.7, 13.1 }, lgz[] = { -3.1, -2.6, -2.2, -1.9, -1.8 };

  return sl_table_intern ("metals", t, lgz, G_N_ELEMENTS (t), NULL);
}

/* The same in lookback time. */
static inline const SlTable *
a_lookback_history (void)
{
  static const double x[] = { -13.9, -9.4, -6.1, -3.3, -1.07, 0.0 }, sfr[] = { 0.2, 1.9, 7.3, 4.4, 2.2, 1.1 };

  return sl_table_intern_read ("lookback", x, sfr, G_N_ELEMENTS (x), SL_TABLE_LOOKBACK_GYR, SL_TABLE_AS_IS,
                               NULL);
}

static inline const SlTable *
a_lookback_metals (void)
{
  static const double x[] = { -13.1, -9.7, -5.3, -2.1, -0.5 }, lgz[] = { -3.1, -2.6, -2.2, -1.9, -1.8 };

  return sl_table_intern_read ("lookback", x, lgz, G_N_ELEMENTS (x), SL_TABLE_LOOKBACK_GYR, SL_TABLE_AS_IS,
                               NULL);
}

/* A galaxy near the defaults with any options, tables and lines switched off. */
static inline void
any_galaxy (GRand *rng, SlGalaxy *g)
{
  sl_galaxy_init (g);
  g->sfh_form = g_rand_int_range (rng, 0, SL_N_SFH_FORMS);
  for (int p = 0; p < SL_PARAM_LGMET_GAS; p++)
    {
      double def, lo, hi, span;

      sl_galaxy_range (g, p, &def, &lo, &hi);
      span = 0.15 * (hi - lo);
      g->value[p] = g_rand_double_range (rng, MAX (lo, def - span), MIN (hi, def + span));
    }
  g->value[SL_PARAM_REDSHIFT] = g_rand_double_range (rng, 0.05, 0.8);
  g->value[SL_PARAM_LG_REJUV] = 0.5 * g->value[SL_PARAM_LG_DROP];
  g->value[SL_PARAM_LATE_INDEX] = MIN (g->value[SL_PARAM_LATE_INDEX], 0.9 * g->value[SL_PARAM_EARLY_INDEX]);
  g->value[SL_PARAM_LGYR_MAX] = g->value[SL_PARAM_LGYR_PEAK] + 1.3;
  g->value[SL_PARAM_T_BURST] = MIN (g->value[SL_PARAM_T_BURST], 5.0);
  g->value[SL_PARAM_T_START] = MIN (g->value[SL_PARAM_T_START], 3.0);
  g->value[SL_PARAM_T_END] = MAX (g->value[SL_PARAM_T_END], 8.0);
  g->uv_bump_free = g_rand_boolean (rng);
  g->dust_law = g_rand_int_range (rng, 0, SL_N_DUST_LAWS);
  g->dust_emission = g_rand_boolean (rng);
  g->igm = g_rand_boolean (rng);
  g->metals = g_rand_int_range (rng, 0, SL_N_METALS);
  g->metals_table = a_metals_table ();
  g->sfh_table = a_history_table ();
  g->lines_off[0] = g_rand_boolean (rng) ? g_rand_int (rng) : 0;
  if (g_rand_boolean (rng))
    g->value[SL_PARAM_SIGMA_STAR] = 0.0;
  /* As another option that acts elsewhere. */
  g->numerics = g->uv_bump_free ? SL_NUMERICS_DSPS : SL_NUMERICS_EXACT;
  if (g->lines_off[0] & 1)
    {
      g->sfh_table = a_lookback_history ();
      g->metals_table = a_lookback_metals ();
    }
  /* Of random numbers of its own, so that the galaxies above are those that tests have had before. */
  {
    g_autoptr (GRand) gas = g_rand_copy (rng);

    g->lgmet_gas_free = g_rand_boolean (gas);
    g->value[SL_PARAM_LGMET_GAS] = g_rand_double_range (gas, -2.6, -1.7);
  }
}
