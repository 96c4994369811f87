/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "model/galaxy/sl-options.h"
#include "model/galaxy/sl-presets.h"
#include "model/support/sl-error.h"

static void
test_table (void)
{
  for (int p = 0; p < SL_N_PARAMS; p++)
    {
      const SlParamInfo *info = sl_param_info (p);

      g_assert_nonnull (info->name);
      g_assert_cmpint (sl_param_lookup (info->name), ==, p);
      g_assert_nonnull (info->unit);
      g_assert_cmpfloat (info->lo, <, info->hi);
      g_assert_cmpfloat (info->lo, <=, info->def);
      g_assert_cmpfloat (info->def, <=, info->hi);
      g_assert_cmpint (info->group, <, SL_N_GROUPS);
    }
  g_assert_cmpint (sl_param_lookup ("nonsense"), ==, -1);
  g_assert_cmpint (sl_param_lookup (NULL), ==, -1);
  /* The order of files: the first, the last and one between. */
  g_assert_cmpint (sl_param_lookup ("logm0"), ==, 0);
  g_assert_cmpint (sl_param_lookup ("uv_bump"), ==, 30);
  g_assert_cmpint (sl_param_lookup ("h"), ==, 38);
}

static void
test_check (void)
{
  SlGalaxy g;
  g_autoptr (GError) error = NULL;

  sl_galaxy_init (&g);
  g_assert_true (sl_galaxy_check (&g, FALSE, &error));
  g_assert_no_error (error);
  g.value[SL_PARAM_AV_YOUNG] = 4.5;
  g_assert_false (sl_galaxy_check (&g, FALSE, &error));
  g_assert_error (error, SL_ERROR, SL_ERROR_PARAMETER);
  g_assert_nonnull (strstr (error->message, "av_young"));
  g_clear_error (&error);
  g_assert_true (sl_galaxy_check (&g, TRUE, &error));
  /* What does not act is not judged. */
  sl_galaxy_init (&g);
  g.value[SL_PARAM_UV_BUMP] = NAN;
  g_assert_true (sl_galaxy_check (&g, FALSE, &error));
  g.uv_bump_free = TRUE;
  g_assert_false (sl_galaxy_check (&g, FALSE, &error));
  g_clear_error (&error);
  /* Impossible pairs. */
  sl_galaxy_init (&g);
  g.value[SL_PARAM_LG_DROP] = -0.1;
  g.value[SL_PARAM_LG_REJUV] = -0.2;
  g_assert_false (sl_galaxy_check (&g, FALSE, &error));
  g_assert_nonnull (strstr (error->message, "lg_rejuv"));
  g_clear_error (&error);
  g_assert_true (sl_galaxy_check (&g, TRUE, &error));
  /* A width of zero divides by zero: not even when extrapolating. */
  sl_galaxy_init (&g);
  g.value[SL_PARAM_LGMET_SCATTER] = 0.0;
  g_assert_false (sl_galaxy_check (&g, TRUE, &error));
  g_clear_error (&error);
}

static void
test_forms (void)
{
  SlGalaxy g;
  double def, lo, hi;

  sl_galaxy_init (&g);
  sl_galaxy_range (&g, SL_PARAM_LGY_AT_MCRIT, &def, &lo, &hi);
  g_assert_cmpfloat (def, ==, -10.0);
  g.sfh_form = SL_SFH_DIFFSTAR_LAG;
  sl_galaxy_range (&g, SL_PARAM_LGY_AT_MCRIT, &def, &lo, &hi);
  g_assert_cmpfloat (def, ==, -1.0);
  g_assert_cmpfloat (lo, ==, -3.0);
  g_assert_cmpfloat (hi, ==, 0.0);
  g_assert_true (sl_galaxy_uses (&g, SL_PARAM_TAU_DEP));
}

/* Power laws have an exponent of wavelength, -0.7 in Charlot & Fall (2000), where others have a tilt. A
 * number that was chosen stays with another law, unless it has no meaning there. */
static void
test_laws (void)
{
  static const SlDustLaw laws[] = { SL_DUST_POWER_LAW, SL_DUST_CHARLOT_FALL };
  static const SlParamId slopes[] = { SL_PARAM_DELTA_YOUNG, SL_PARAM_DELTA_OLD };

  for (guint k = 0; k < G_N_ELEMENTS (laws); k++)
    for (guint i = 0; i < G_N_ELEMENTS (slopes); i++)
      {
        const SlParamId id = slopes[i];
        double def, lo, hi;
        SlGalaxy g;

        sl_galaxy_init (&g);
        g_assert_cmpfloat (g.value[id], ==, -0.25);
        sl_galaxy_change_option (&g, SL_OPTION_DUST_LAW, laws[k]);
        sl_galaxy_range (&g, id, &def, &lo, &hi);
        g_assert_cmpfloat (def, ==, -0.7);
        g_assert_cmpfloat (lo, ==, -2.0);
        g_assert_cmpfloat (hi, ==, 0.0);
        g_assert_cmpfloat (g.value[id], ==, -0.7);
        /* From one power law to the other nothing changes. */
        g.value[id] = -1.3;
        sl_galaxy_change_option (&g, SL_OPTION_DUST_LAW, laws[1 - k]);
        g_assert_cmpfloat (g.value[id], ==, -1.3);
        g_assert_true (sl_galaxy_check (&g, FALSE, NULL));
        /* There is no tilt of -1.3. */
        sl_galaxy_change_option (&g, SL_OPTION_DUST_LAW, SL_DUST_NOLL);
        g_assert_cmpfloat (g.value[id], ==, -0.25);
        g.value[id] = -0.4;
        sl_galaxy_change_option (&g, SL_OPTION_DUST_LAW, laws[k]);
        g_assert_cmpfloat (g.value[id], ==, -0.4);
        sl_galaxy_change_option (&g, SL_OPTION_DUST_LAW, SL_DUST_SALIM);
        g_assert_cmpfloat (g.value[id], ==, -0.4);
        g.value[id] = 0.3;
        sl_galaxy_change_option (&g, SL_OPTION_DUST_LAW, laws[k]);
        g_assert_cmpfloat (g.value[id], ==, -0.7);
        g.value[id] = 0.1;
        g_assert_false (sl_galaxy_check (&g, FALSE, NULL));
        /* Amounts of dust mean the same number of magnitudes. */
        g_assert_cmpfloat (g.value[SL_PARAM_AV_YOUNG], ==, 0.5);
      }
}

static void
test_presets (void)
{
  g_assert_cmpuint (sl_preset_count (), >=, 2);
  for (guint i = 0; i < sl_preset_count (); i++)
    {
      SlGalaxy g;
      g_autoptr (GError) error = NULL;

      g_assert_true (sl_preset_apply (sl_preset_info (i)->name, &g));
      g_assert_true (sl_galaxy_check (&g, FALSE, &error));
      g_assert_no_error (error);
    }
  g_assert_false (sl_preset_apply ("nonsense", &(SlGalaxy){ 0 }));
  g_assert_null (sl_preset_info (1000));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/parameters/table", test_table);
  g_test_add_func ("/parameters/check", test_check);
  g_test_add_func ("/parameters/forms", test_forms);
  g_test_add_func ("/parameters/laws", test_laws);
  g_test_add_func ("/parameters/presets", test_presets);
  return g_test_run ();
}
