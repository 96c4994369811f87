/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What interfaces say about parameters: a row for each row of the model's table, in its order. */
#include <string.h>

#include "app/figures/sl-param-labels.h"
#include "app/panel/sl-param-marks.h"
#include "model/galaxy/sl-galaxy.h"

/* Rows are placed by their identifier: one that is missing is empty. */
static void
test_labels (void)
{
  for (int p = 0; p < SL_N_PARAMS; p++)
    {
      const SlParamInfo *info = sl_param_info (p);
      const SlParamLabel *label = sl_param_label (p);

      if (!label->symbol || !label->title || !label->tooltip)
        g_error ("%s has no row in app/figures/sl-param-labels.c", info->name);
      g_assert_true (*label->symbol && *label->title && *label->tooltip);
      /* Symbols of logarithms say so. */
      g_assert_cmpint (info->lg, ==, g_str_has_prefix (label->symbol, "lg ")
                                         && !g_str_has_prefix (info->name, "lgsfr_ratio"));
      for (int q = 0; q < p; q++)
        g_assert_cmpstr (label->title, !=, sl_param_label (q)->title);
    }
  for (int group = 0; group < SL_N_GROUPS; group++)
    g_assert_true (*sl_param_group_label (group)->name && *sl_param_group_label (group)->title);
}

/* Ticks increase, and some lie on the slider; a parameter among the few has an everyday name. */
static void
test_marks (void)
{
  for (int p = 0; p < SL_N_PARAMS; p++)
    {
      const SlParamInfo *info = sl_param_info (p);
      const SlParamMarks *marks = sl_param_marks (p);
      guint within = 0;

      if (!(marks->step > 0.0))
        g_error ("%s has no row in app/panel/sl-param-marks.c", info->name);
      for (guint k = 0; k < marks->n_ticks; k++)
        {
          const SlParamTick *tick = &marks->ticks[k];

          g_assert_true (k == 0 || tick->value > tick[-1].value);
          within += tick->relative || (tick->value >= info->lo && tick->value <= info->hi);
        }
      g_assert_true (marks->n_ticks == 0 || within > 0);
      g_assert_cmpint (marks->simple_title != NULL, ==, marks->simple_help != NULL);
      g_assert_true (!marks->simple_title || strcmp (marks->simple_title, sl_param_label (p)->title) != 0);
      if (marks->simple_unit)
        g_assert_true (info->lg && marks->simple_title && marks->simple_factor > 0.0);
    }
}

/* Few enough for one screen with every form, and enough to say something about the stars. */
static void
test_few (void)
{
  for (int form = 0; form < SL_N_SFH_FORMS; form++)
    {
      SlGalaxy g;
      guint n = 0;

      sl_galaxy_init (&g);
      g.sfh_form = form;
      for (int p = 0; p < SL_N_PARAMS; p++)
        n += sl_galaxy_uses (&g, p) && sl_param_marks (p)->simple_title;
      g_assert_cmpuint (n, >=, 7);
      g_assert_cmpuint (n, <=, 10);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/param-labels/labels", test_labels);
  g_test_add_func ("/param-labels/marks", test_marks);
  g_test_add_func ("/param-labels/few", test_few);
  return g_test_run ();
}
