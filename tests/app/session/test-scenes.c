/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scenes are complete, and those of the paper have the paper's values (tests/data/exact/histories.h5). */
#include "app/session/sl-scenes.h"

#include <math.h>
#include <string.h>

#include "app/figures/sl-figures.h"
#include "app/session/sl-session.h"
#include "model/io/sl-hdf5.h"

/* Precision of the numbers in the table. */
#define DIGITS 1e-6

static double *
read_params (SlH5 *h5, const char *path, char ***names, gsize *n)
{
  g_autofree char *full = g_strdup_printf ("/%s/params", path);
  g_autoptr (GError) error = NULL;
  gsize d[1] = { 0 };
  double *values = sl_h5_read_double (h5, full, 1, d, &error);

  g_assert_no_error (error);
  *names = sl_h5_read_strings (h5, "/param_names", NULL, &error);
  g_assert_no_error (error);
  *n = d[0];
  return values;
}

/* The galaxy has the values of a group of the reference, except the redshift, which histories do not use, and
 * the burst, which is negligible in both. */
static void
check_galaxy (SlH5 *h5, const SlGalaxy *galaxy, const char *path)
{
  g_auto (GStrv) names = NULL;
  g_autofree double *values = NULL;
  gsize n;

  values = read_params (h5, path, &names, &n);
  for (gsize i = 0; i < n; i++)
    {
      int id = sl_param_lookup (names[i]);

      g_assert_cmpint (id, >=, 0);
      if (id == SL_PARAM_REDSHIFT || id == SL_PARAM_LGFBURST || id == SL_PARAM_UV_BUMP
          || !sl_galaxy_has (galaxy, id))
        continue;
      if (fabs (values[i] - galaxy->value[id]) > DIGITS)
        g_error ("%s: %s is %g, expected %g", path, names[i], galaxy->value[id], values[i]);
    }
  g_assert_cmpfloat (galaxy->value[SL_PARAM_LGFBURST], <=, -8.0);
}

static void
test_paper (void)
{
  static const struct { const char *scene; const char *group[6];
  } rows[] = {
    { "fig1", { "fig1/quenched", "fig1/partly_quenched", "fig1/main_sequence" } },
    { "fig2", { "fig2/quenched", "fig2/partly_quenched", "fig2/main_sequence" } },
    { "fig4", { "fig4/mean1", "fig4/mean0", "fig4/mean2", "fig4/mean3" } },
    { "fig6", { "fig6/case0", "fig6/case1", "fig6/case2", "fig6/case3" } },
    { "fig7",
      { "fig7/main_sequence_lgu0", "fig7/main_sequence_lgu1", "fig7/main_sequence_lgu3", "fig7/quenched_lgu0",
        "fig7/quenched_lgu1", "fig7/quenched_lgu3" } },
    { "fig8", { "fig8/case0", "fig8/case1", "fig8/case2", "fig8/case3" } },
    { "fig9", { "fig9/case0", "fig9/case1", "fig9/case2", "fig9/case3", "fig9/case4" } },
  };
  g_autofree char *path = g_build_filename (g_getenv ("SL_TEST_DATA"), "exact", "histories.h5", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (SlH5) h5 = sl_h5_open (path, &error);

  g_assert_no_error (error);
  for (guint r = 0; r < G_N_ELEMENTS (rows); r++)
    {
      g_autofree SlSessionScene *scene = g_new0 (SlSessionScene, 1);

      g_assert_true (sl_session_scene_find (rows[r].scene, scene));
      check_galaxy (h5, &scene->galaxy, rows[r].group[0]);
      for (guint i = 1; i < G_N_ELEMENTS (rows[r].group) && rows[r].group[i]; i++)
        {
          g_assert_cmpuint (scene->n_pins, >=, i);
          check_galaxy (h5, &scene->pin[i - 1].galaxy, rows[r].group[i]);
        }
    }
}

/* Every row has what the menu and the window need, and only existing plots and choices. */
static void
test_whole (void)
{
  for (guint i = 0; i < sl_scene_count (); i++)
    {
      const SlSceneInfo info = sl_scene_info (i);
      g_autofree SlSessionScene *scene = g_new0 (SlSessionScene, 1);

      g_assert_true (sl_session_scene_find (info.name, scene));
      g_assert_cmpstr (scene->name, ==, info.name);
      g_assert_cmpuint (strlen (scene->title), >, 5);
      g_assert_true (g_utf8_validate (scene->caption, -1, NULL));
      if (!g_str_has_prefix (info.name, "fig"))
        {
          /* Types of galaxies say what to look at. */
          g_assert_false (scene->has_layout);
          g_assert_true (scene->caption[0] || strstr (scene->title, "Hearin"));
          g_assert_true (!scene->caption[0] || sl_galaxy_uses (&scene->galaxy, scene->gradient));
          g_assert_cmpint (scene->observed, ==, scene->galaxy.value[SL_PARAM_REDSHIFT] >= 1.0);
          g_assert_cmpuint (strlen (scene->caption), <, sizeof scene->caption - 1);
          continue;
        }
      g_assert_cmpuint (strlen (scene->caption), >, 60);
      /* not cut off */
      g_assert_cmpuint (strlen (scene->caption), <, sizeof scene->caption - 1);
      g_assert_true (scene->has_layout && scene->has_pins);
      g_assert_true (sl_galaxy_uses (&scene->galaxy, scene->gradient));
      for (guint t = 0; t < scene->layout.n_tiles; t++)
        {
          const SlSessionTile *tile = &scene->layout.tile[t];
          const SlFigureInfo *figure = sl_figure_find (tile->figure);
          g_auto (GStrv) choices = g_strsplit (tile->choices, ";", -1);

          g_assert_nonnull (figure);
          for (guint k = 0; choices[k]; k++)
            {
              g_auto (GStrv) pair = g_strsplit (choices[k], "=", 2);
              g_autoptr (GError) error = NULL;
              guint choice;

              sl_figure_find_value (figure, pair[0], pair[1], &choice, &error);
              g_assert_no_error (error);
            }
        }
      for (guint p = 0; p < scene->n_pins; p++)
        g_assert_true (scene->pin[p].name[0] && scene->pin[p].shown);
    }
  g_assert_null (sl_scene_info (sl_scene_count ()).name);
  g_assert_cmpuint (sl_scene_count (), >=, 21);
}

/* Figure 9 shows the gradients of the reference, those of observed r - i. */
static void
test_gradients (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("SL_TEST_DATA"), "exact", "histories.h5", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (SlH5) h5 = sl_h5_open (path, &error);
  g_autofree SlSessionScene *scene = g_new0 (SlSessionScene, 1);
  g_auto (GStrv) names = NULL;
  SlParamSet shown;
  gboolean found = FALSE;

  g_assert_no_error (error);
  names = sl_h5_read_strings (h5, "/fig9/case0/grad_names", NULL, &error);
  g_assert_no_error (error);
  g_assert_true (sl_session_scene_find ("fig9", scene));
  shown = scene->more_gradients;
  sl_param_set_add (&shown, (SlParamId) scene->gradient);
  for (guint i = 0; names[i]; i++)
    {
      const int id = sl_param_lookup (names[i]);

      g_assert_cmpint (id, >=, 0);
      g_assert_true (sl_param_set_has (shown, (SlParamId) id));
      sl_param_set_remove (&shown, (SlParamId) id);
    }
  for (guint id = 0; id < SL_N_PARAMS; id++)
    g_assert_false (sl_param_set_has (shown, (SlParamId) id));
  for (guint t = 0; t < sl_session_layout_n_shown (&scene->layout); t++)
    found |= strcmp (scene->layout.tile[t].figure, "colours") == 0
             && strcmp (scene->layout.tile[t].choices, "frame=observed-ri") == 0;
  g_assert_true (found);
}

static void
check_metals (const SlGalaxy *galaxy, const double *node, gsize n, const char *name)
{
  static const SlParamId centre[] = { SL_PARAM_LGMET_YOUNG, SL_PARAM_LGMET_OLD };

  for (guint i = 0; i < G_N_ELEMENTS (centre); i++)
    if (galaxy->value[centre[i]] < node[0] - DIGITS || galaxy->value[centre[i]] > node[n - 1] + DIGITS)
      g_error ("%s: lg Z = %g is not in the library, %g to %g", name, galaxy->value[centre[i]], node[0],
               node[n - 1]);
}

/* Mean metallicities of figures are within the library. */
static void
test_metals (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("SL_DATA"), "ssp_bc03_miles.h5", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (SlH5) h5 = sl_h5_open (path, &error);
  g_autofree double *node = NULL;
  gsize n = 0;

  g_assert_no_error (error);
  node = sl_h5_read_double (h5, "/ssp_lgmet", 1, &n, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 6);
  for (guint i = 0; i < sl_scene_count (); i++)
    {
      const char *name = sl_scene_info (i).name;
      g_autofree SlSessionScene *scene = g_new0 (SlSessionScene, 1);

      if (!g_str_has_prefix (name, "fig"))
        continue;
      g_assert_true (sl_session_scene_find (name, scene));
      check_metals (&scene->galaxy, node, n, name);
      for (guint p = 0; p < scene->n_pins; p++)
        check_metals (&scene->pin[p].galaxy, node, n, name);
    }
}

/* Spectra of a distant galaxy are shown at observed wavelengths; other choices stay, and undo returns. */
static void
test_observed (void)
{
  g_autoptr (SlSession) session = sl_session_new ();
  const SlSessionTile *tile = &sl_session_get_layout (session)->tile[0];
  g_autofree char *frame = NULL, *before = sl_session_tile_get_choice (tile, "frame");

  g_assert_cmpstr (tile->figure, ==, "sed");
  g_assert_cmpstr (before, !=, "observed");
  g_assert_true (sl_session_apply_preset (session, "milky-way"));
  g_assert_null (strstr (sl_session_get_layout (session)->tile[0].choices, "observed"));
  g_assert_true (sl_session_apply_preset (session, "z7-emitter"));
  frame = sl_session_tile_get_choice (&sl_session_get_layout (session)->tile[0], "frame");
  g_assert_cmpstr (frame, ==, "observed");
  g_assert_cmpint (sl_session_get_gradient (session), ==, SL_PARAM_T_START);
  sl_session_undo (session);
  g_assert_null (strstr (sl_session_get_layout (session)->tile[0].choices, "observed"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  sl_session_scene_set_maker (sl_scene_make);
  g_test_add_func ("/scenes/paper", test_paper);
  g_test_add_func ("/scenes/gradients", test_gradients);
  g_test_add_func ("/scenes/metals", test_metals);
  g_test_add_func ("/scenes/whole", test_whole);
  g_test_add_func ("/scenes/observed", test_observed);
  return g_test_run ();
}
