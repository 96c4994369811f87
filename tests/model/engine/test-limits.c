/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/engine/sl-limits.h"

static const SlTemplates *templates;

#define MOST 32
/* The shares below have six digits. */
#define SHARE 1e-6

/* The text of a limit, or NULL where it is none. */
static const char *
limit_of (const SlGalaxy *galaxy, SlParamId id, SlLimitKind kind)
{
  SlLimit limit[MOST];
  guint n = sl_limits_check (galaxy, templates, limit, MOST);

  g_assert_cmpuint (n, <=, MOST);
  for (guint i = 0; i < n; i++)
    {
      g_assert_true (limit[i].text && *limit[i].text);
      g_assert_true (sl_galaxy_uses (galaxy, limit[i].id));
      g_assert_true (i == 0 || limit[i].kind >= limit[i - 1].kind);
      if (limit[i].id == id && limit[i].kind == kind)
        return limit[i].text;
    }
  return NULL;
}

/* Each row of the table, off its limit and on it. */
static void
test_rules (void)
{
  const struct { SlParamId id; SlLimitKind kind; SlParamId moved; double off, on;
  } rows[] = {
    { SL_PARAM_REDSHIFT, SL_LIMIT_KINK, SL_PARAM_REDSHIFT, 0.002, 0.001 },
    { SL_PARAM_AV_YOUNG, SL_LIMIT_KINK, SL_PARAM_AV_YOUNG, 0.01, 0.0 },
    { SL_PARAM_AV_OLD, SL_LIMIT_KINK, SL_PARAM_AV_OLD, 0.01, 0.0 },
    { SL_PARAM_LATE_INDEX, SL_LIMIT_KINK, SL_PARAM_LATE_INDEX, 2.0, 2.6137643 },
    { SL_PARAM_EARLY_INDEX, SL_LIMIT_KINK, SL_PARAM_LATE_INDEX, 2.0, 2.6137643 },
    { SL_PARAM_LGYR_MAX, SL_LIMIT_KINK, SL_PARAM_LGYR_PEAK, 5.5, 6.0 },
    { SL_PARAM_LG_QT, SL_LIMIT_NO_EFFECT, SL_PARAM_LG_DROP, -0.5, 0.0 },
    { SL_PARAM_LGYR_PEAK, SL_LIMIT_NO_EFFECT, SL_PARAM_LGFBURST, -3.0, -8.0 },
    { SL_PARAM_SIGMA_V, SL_LIMIT_NO_EFFECT, SL_PARAM_F_ESC, 0.9, 1.0 },
    { SL_PARAM_AV_OLD, SL_LIMIT_NO_EFFECT, SL_PARAM_FRAC_UNOBSCURED, 0.9, 1.0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      SlGalaxy g;

      sl_galaxy_init (&g);
      g.value[SL_PARAM_LG_REJUV] = 0.0;
      g.value[rows[i].moved] = rows[i].off;
      g_assert_null (limit_of (&g, rows[i].id, rows[i].kind));
      g.value[rows[i].moved] = rows[i].on;
      g_assert_nonnull (limit_of (&g, rows[i].id, rows[i].kind));
    }
}

/* The share of the distribution beyond the end of the grid: 1 - C (z; 0, 1) at z widths from it. */
static void
test_outside (void)
{
  static const double z[] = { 3.0, 2.5, 2.0, 1.5, 1.0, 0.5, 0.0, -1.0, -3.0 },
                      share[] = { 0.0,      0.001373, 0.017633, 0.070557, 0.173297,
                                  0.322688, 0.5,      0.826703, 1.0 };
  const double top = templates->lgmet[templates->n_met - 1], lgu = templates->lgu[0], width = 0.2;

  for (guint i = 0; i < G_N_ELEMENTS (z); i++)
    {
      SlLimit limit[MOST];
      guint n, found = 0;
      SlGalaxy g;

      sl_galaxy_init (&g);
      g.value[SL_PARAM_LGMET_SCATTER] = g.value[SL_PARAM_LGU_SCATTER] = width;
      g.value[SL_PARAM_LGMET_OLD] = top - z[i] * width;
      g.value[SL_PARAM_LGU_MEAN] = lgu + z[i] * width;
      n = sl_limits_check (&g, templates, limit, MOST);
      for (guint k = 0; k < n; k++)
        if (limit[k].kind == SL_LIMIT_GRID)
          {
            g_autofree char *text = sl_limit_text (&limit[k]);
            g_autofree char *percent = g_strdup_printf ("%.0f %% of the ", 100.0 * share[i]);

            g_assert_true (limit[k].id == SL_PARAM_LGMET_OLD || limit[k].id == SL_PARAM_LGU_MEAN);
            g_assert_cmpfloat_with_epsilon (limit[k].outside, share[i], SHARE);
            g_assert_true (g_str_has_prefix (text, percent));
            found++;
          }
      /* Less than a hundredth is not worth a warning. */
      g_assert_cmpuint (found, ==, share[i] < 0.01 ? 0 : 2);
    }
}

/* Sliders end at the nodes of the library, where these come before the ends of the parameter's range. */
static void
test_ends (void)
{
  SlGalaxy g;
  double lo, hi;

  sl_galaxy_init (&g);
  sl_limits_range (&g, templates, SL_PARAM_LGMET_OLD, &lo, &hi);
  g_assert_cmpfloat (lo, ==, -4.0);
  g_assert_cmpfloat_with_epsilon (hi, -1.3010299956639813, 1e-15);
  sl_limits_range (&g, templates, SL_PARAM_LGU_MEAN, &lo, &hi);
  g_assert_cmpfloat (lo, ==, -4.0);
  g_assert_cmpfloat (hi, ==, 0.0);
  sl_limits_range (&g, templates, SL_PARAM_AV_OLD, &lo, &hi);
  g_assert_cmpfloat (hi, ==, sl_param_info (SL_PARAM_AV_OLD)->hi);
  sl_limits_range (&g, NULL, SL_PARAM_LGMET_OLD, &lo, &hi);
  g_assert_cmpfloat (hi, ==, sl_param_info (SL_PARAM_LGMET_OLD)->hi);
}

/* What does not act is not judged, nor what needs a library that is not there. */
static void
test_acting (void)
{
  SlGalaxy g;
  SlLimit limit[MOST];
  guint n;

  sl_galaxy_init (&g);
  g.value[SL_PARAM_LGMET_OLD] = -1.0;
  g_assert_nonnull (limit_of (&g, SL_PARAM_LGMET_OLD, SL_LIMIT_GRID));
  n = sl_limits_check (&g, NULL, limit, MOST);
  for (guint i = 0; i < n; i++)
    g_assert_cmpint (limit[i].kind, !=, SL_LIMIT_GRID);
  g.metals = SL_METALS_MASS;
  g_assert_null (limit_of (&g, SL_PARAM_LGMET_OLD, SL_LIMIT_GRID));

  sl_galaxy_init (&g);
  g.sfh_form = SL_SFH_CONSTANT;
  g.value[SL_PARAM_REDSHIFT] = 1.0;
  g_assert_nonnull (limit_of (&g, SL_PARAM_T_END, SL_LIMIT_NO_EFFECT));
  g_assert_null (limit_of (&g, SL_PARAM_LG_QT, SL_LIMIT_NO_EFFECT));
  g.value[SL_PARAM_T_END] = 5.0;
  g_assert_null (limit_of (&g, SL_PARAM_T_END, SL_LIMIT_NO_EFFECT));
}

/* All limits are counted, and no more are written than the array holds. */
static void
test_too_many (void)
{
  SlGalaxy g;
  SlLimit limit[MOST] = { 0 };
  guint n;

  sl_galaxy_init (&g);
  g.value[SL_PARAM_AV_OLD] = g.value[SL_PARAM_AV_YOUNG] = 0.0;
  n = sl_limits_check (&g, templates, NULL, 0);
  g_assert_cmpuint (n, >, 2);
  g_assert_cmpuint (sl_limits_check (&g, templates, limit, 2), ==, n);
  g_assert_nonnull (limit[1].text);
  g_assert_null (limit[2].text);
}

int
main (int argc, char **argv)
{
  g_autofree char *path = g_build_filename (g_getenv ("SL_DATA"), "ssp_bc03_miles.h5", NULL);
  g_autoptr (SlTemplates) loaded = NULL;
  g_autoptr (GError) error = NULL;

  g_test_init (&argc, &argv, NULL);
  templates = loaded = sl_templates_load (path, &error);
  g_assert_no_error (error);
  g_test_add_func ("/limits/rules", test_rules);
  g_test_add_func ("/limits/outside", test_outside);
  g_test_add_func ("/limits/ends", test_ends);
  g_test_add_func ("/limits/acting", test_acting);
  g_test_add_func ("/limits/too-many", test_too_many);
  return g_test_run ();
}
