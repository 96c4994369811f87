/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The badge of trust: it agrees with the engine as it is, and not with one whose derivatives are wrong. */
#include "model/derivatives/sl-gradient-check.h"
#include "model/galaxy/sl-presets.h"
#include "tests/model/engine-fixture.h"

static const char *const observables[] = { "rest:LSST/g-r", "rest:LSST/u-g", "ew:OIII5007",
                                           "obs:LSST/r",    "lgsfr",         NULL };

#define ROUGH 0.1
#define ROUGH_EXACT 0.005

static SlEngine *
new_engine (const SlEngineClass *klass)
{
  g_autoptr (SlTemplates) templates = load_templates ("ssp_bc03_miles.h5");
  g_autoptr (SlFilterSet) filters = load_filters ();
  SlEngineConfig config = { .templates = templates, .filters = filters, .observables = observables };

  return create_engine (klass, &config);
}

static SlGradientCheck *
compare (const SlEngineClass *klass, const SlGalaxy *galaxy)
{
  g_autoptr (SlEngine) engine = new_engine (klass);
  g_autoptr (GError) error = NULL;
  SlGradientCheck *gradient_check = sl_gradient_check_new (galaxy);
  guint steps = 0;

  while (sl_gradient_check_step (gradient_check, engine, &error))
    g_assert_cmpuint (sl_gradient_check_done (gradient_check), ==, ++steps);
  g_assert_no_error (error);
  g_assert_cmpuint (sl_gradient_check_done (gradient_check), ==, sl_gradient_check_total (gradient_check));
  g_assert_null (sl_gradient_check_row (gradient_check, sl_gradient_check_total (gradient_check)));
  return gradient_check;
}

static const SlGradientCheckRow *
row_of (SlGradientCheck *gradient_check, SlParamId id)
{
  const SlGradientCheckRow *row;

  for (guint i = 0; (row = sl_gradient_check_row (gradient_check, i)); i++)
    if (row->parameter == id)
      return row;
  return NULL;
}

static void
test_agrees (void)
{
  static const char *const presets[] = { "quenched", "main-sequence" };
  SlGalaxy galaxy;
  const SlGradientCheckRow *row;

  for (guint p = 0; p < SL_N_NUMERICS * G_N_ELEMENTS (presets); p++)
    {
      g_autoptr (SlGradientCheck) gradient_check = NULL;

      g_assert_true (sl_preset_apply (presets[p / SL_N_NUMERICS], &galaxy));
      galaxy.numerics = p % SL_N_NUMERICS;
      galaxy.value[SL_PARAM_REDSHIFT] = 0.1037;
      gradient_check = compare (&sl_engine_cpu, &galaxy);
      g_assert_cmpuint (sl_gradient_check_observables (gradient_check), ==, G_N_ELEMENTS (observables) - 1);
      g_assert_cmpuint (sl_gradient_check_total (gradient_check), >, 25);
      g_assert_cmpfloat (sl_gradient_check_greatest (gradient_check), <, SL_GRADIENT_CHECK_TOLERANCE);
      for (guint i = 0; (row = sl_gradient_check_row (gradient_check, i)); i++)
        {
          g_test_message ("%s: %d %.1e", sl_param_info (row->parameter)->name, row->verdict, row->error);
          /* Over redshift masses have kinks, where the age of the universe passes the table of times; as DSPS
           * counts bands, magnitudes are besides a saw, with a kink where each node of a filter passes one of
           * the spectrum: any step meets some. */
          if (row->parameter == SL_PARAM_REDSHIFT)
            g_assert_cmpfloat (row->error, <, galaxy.numerics == SL_NUMERICS_DSPS ? ROUGH : ROUGH_EXACT);
          else
            g_assert_cmpint (row->verdict, !=, SL_GRADIENT_CHECK_DIFFERS);
        }
      g_assert_cmpint (row_of (gradient_check, SL_PARAM_LOGM0)->verdict, ==, SL_GRADIENT_CHECK_AGREES);
      g_assert_cmpint (row_of (gradient_check, SL_PARAM_AV_OLD)->verdict, ==, SL_GRADIENT_CHECK_AGREES);
    }
}

/* The motion of the stars at 0 is off: the derivative there is that of what is off, and the curve begins with
 * a slope. Bands that are counted exactly do not see the motion. */
static void
test_kink (void)
{
  SlGalaxy galaxy;
  g_autoptr (SlGradientCheck) gradient_check = NULL, exact = NULL;

  g_assert_true (sl_preset_apply ("main-sequence", &galaxy));
  galaxy.value[SL_PARAM_REDSHIFT] = 0.1037;
  exact = compare (&sl_engine_cpu, &galaxy);
  g_assert_cmpint (row_of (exact, SL_PARAM_SIGMA_STAR)->verdict, ==, SL_GRADIENT_CHECK_AGREES);
  galaxy.numerics = SL_NUMERICS_DSPS;
  gradient_check = compare (&sl_engine_cpu, &galaxy);
  g_assert_cmpint (row_of (gradient_check, SL_PARAM_SIGMA_STAR)->verdict, ==, SL_GRADIENT_CHECK_KINK);
}

/* Derivatives of one parameter that are off by a twentieth of what they are. */
static gboolean
wrong_evaluate (SlEngine *engine, const SlRequest *request, SlResult *result, GError **error)
{
  gboolean good = sl_engine_cpu.evaluate (engine, request, result, error);

  for (guint o = 0; good && request->flags & SL_REQUEST_JACOBIAN && o < result->n_obs; o++)
    result->obs_jac[(gsize) o * SL_N_PARAMS + SL_PARAM_AV_OLD] *= 1.05;
  return good;
}

static void
test_finds_wrong (void)
{
  SlEngineClass klass = sl_engine_cpu;
  SlGalaxy galaxy;
  g_autoptr (SlGradientCheck) gradient_check = NULL;

  klass.evaluate = wrong_evaluate;
  g_assert_true (sl_preset_apply ("main-sequence", &galaxy));
  gradient_check = compare (&klass, &galaxy);
  g_assert_cmpint (row_of (gradient_check, SL_PARAM_AV_OLD)->verdict, ==, SL_GRADIENT_CHECK_DIFFERS);
  g_assert_cmpint (row_of (gradient_check, SL_PARAM_LOGM0)->verdict, ==, SL_GRADIENT_CHECK_AGREES);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/gradient-check/agrees", test_agrees);
  g_test_add_func ("/gradient-check/kink", test_kink);
  g_test_add_func ("/gradient-check/finds-wrong", test_finds_wrong);
  return g_test_run ();
}
