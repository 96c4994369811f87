/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Options, tables, bin edges and lines, with undo, resets and files. */
#include <locale.h>
#include <math.h>
#include <string.h>

#include "model/galaxy/sl-presets.h"
#include "tests/app/session/session.h"

static const double times[] = { 0.1, 3.0, 13.7 }, rates[] = { 1e-10, 2e20, 1.0 / 3.0 },
                    metals[] = { -3.5, -2.0, -1.7 };

static const SlTable *
sfh_table (void)
{
  return sl_table_intern ("rates.csv", times, rates, G_N_ELEMENTS (times), NULL);
}

static const SlTable *
metals_table (void)
{
  return sl_table_intern_read ("metals.csv", times, metals, G_N_ELEMENTS (times), SL_TABLE_MYR,
                               SL_TABLE_Z_SOLAR, NULL);
}

static const SlGalaxy *
galaxy (Fixture *f)
{
  return sl_session_get_galaxy (f->session);
}

static void
test_dust_law (Fixture *f, gconstpointer data)
{
  sl_session_set_option (f->session, SL_OPTION_DUST_LAW, SL_DUST_CALZETTI);
  g_assert_true (f->options);
  g_assert_cmpint (sl_session_get_galaxy (f->session)->dust_law, ==, SL_DUST_CALZETTI);
  g_assert_false (sl_galaxy_uses (sl_session_get_galaxy (f->session), SL_PARAM_DELTA_OLD));
  sl_session_undo (f->session);
  g_assert_cmpint (sl_session_get_galaxy (f->session)->dust_law, ==, SL_DUST_SALIM);
  sl_session_redo (f->session);
  sl_session_reset_all (f->session);
  g_assert_cmpint (sl_session_get_galaxy (f->session)->dust_law, ==, SL_DUST_SALIM);
  g_assert_false (sl_session_group_changed (f->session, SL_GROUP_DUST));
  sl_session_set_option (f->session, SL_OPTION_DUST_LAW, SL_DUST_NOLL);
  g_assert_true (sl_session_group_changed (f->session, SL_GROUP_DUST));
  sl_session_reset_group (f->session, SL_GROUP_DUST);
  g_assert_cmpint (sl_session_get_galaxy (f->session)->dust_law, ==, SL_DUST_SALIM);
}

/* Gas that is set free has the metals of the young stars, unless it has been given others. */
static void
test_gas_metals (Fixture *f, gconstpointer data)
{
  sl_session_set_value (f->session, SL_PARAM_LGMET_YOUNG, -2.6);
  sl_session_set_option (f->session, SL_OPTION_LGMET_GAS_FREE, TRUE);
  g_assert_true (sl_galaxy_uses (galaxy (f), SL_PARAM_LGMET_GAS));
  g_assert_cmpfloat (galaxy (f)->value[SL_PARAM_LGMET_GAS], ==, -2.6);
  sl_session_undo (f->session);
  g_assert_false (galaxy (f)->lgmet_gas_free);
  g_assert_cmpfloat (galaxy (f)->value[SL_PARAM_LGMET_GAS], ==, -2.0);
  sl_session_redo (f->session);
  sl_session_set_value (f->session, SL_PARAM_LGMET_GAS, -1.8);
  sl_session_set_option (f->session, SL_OPTION_LGMET_GAS_FREE, FALSE);
  g_assert_false (sl_galaxy_uses (galaxy (f), SL_PARAM_LGMET_GAS));
  sl_session_set_option (f->session, SL_OPTION_LGMET_GAS_FREE, TRUE);
  g_assert_cmpfloat (galaxy (f)->value[SL_PARAM_LGMET_GAS], ==, -1.8);
}

/* A law with exponents has their defaults; what was chosen stays where it has a meaning; undo brings all
 * back. */
static void
test_slopes_of_laws (Fixture *f, gconstpointer data)
{
  sl_session_set_value (f->session, SL_PARAM_DELTA_OLD, -0.5);
  sl_session_set_option (f->session, SL_OPTION_DUST_LAW, SL_DUST_CHARLOT_FALL);
  g_assert_cmpfloat (galaxy (f)->value[SL_PARAM_DELTA_YOUNG], ==, -0.7);
  g_assert_cmpfloat (galaxy (f)->value[SL_PARAM_DELTA_OLD], ==, -0.5);
  g_assert_cmpfloat (sl_session_get_default (f->session, SL_PARAM_DELTA_OLD), ==, -0.7);
  sl_session_set_value (f->session, SL_PARAM_DELTA_YOUNG, -1.3);
  g_assert_cmpfloat (galaxy (f)->value[SL_PARAM_DELTA_YOUNG], ==, -1.3);
  g_assert_cmpstr (sl_session_get_undo_title (f->session), ==, "Slope n, birth clouds");
  sl_session_set_value (f->session, SL_PARAM_DELTA_YOUNG, 0.3);
  g_assert_cmpfloat (galaxy (f)->value[SL_PARAM_DELTA_YOUNG], ==, 0.0);
  sl_session_reset (f->session, SL_PARAM_DELTA_YOUNG);
  g_assert_cmpfloat (galaxy (f)->value[SL_PARAM_DELTA_YOUNG], ==, -0.7);
  for (guint i = 0; i < 4; i++)
    sl_session_undo (f->session);
  g_assert_cmpint (galaxy (f)->dust_law, ==, SL_DUST_SALIM);
  g_assert_cmpfloat (galaxy (f)->value[SL_PARAM_DELTA_YOUNG], ==, -0.25);
  g_assert_cmpfloat (galaxy (f)->value[SL_PARAM_DELTA_OLD], ==, -0.5);
  /* The group goes back to its own values, also where those are not the other law's. */
  sl_session_set_option (f->session, SL_OPTION_DUST_LAW, SL_DUST_POWER_LAW);
  sl_session_reset_group (f->session, SL_GROUP_DUST);
  g_assert_cmpint (galaxy (f)->dust_law, ==, SL_DUST_SALIM);
  g_assert_cmpfloat (galaxy (f)->value[SL_PARAM_DELTA_YOUNG], ==, -0.25);
  g_assert_cmpfloat (galaxy (f)->value[SL_PARAM_DELTA_OLD], ==, -0.25);
}

/* How bands are counted in galaxies to come: presets and new documents follow, the present one does not. */
static void
test_numerics (Fixture *f, gconstpointer data)
{
  sl_session_set_numerics (f->session, SL_NUMERICS_DSPS);
  g_assert_cmpint (galaxy (f)->numerics, ==, SL_NUMERICS_EXACT);
  g_assert_true (sl_session_apply_preset (f->session, "quenched"));
  g_assert_cmpint (galaxy (f)->numerics, ==, SL_NUMERICS_DSPS);
  g_assert_cmpint (sl_session_get_scene (f->session)->galaxy.numerics, ==, SL_NUMERICS_DSPS);
  sl_session_undo (f->session);
  g_assert_cmpint (galaxy (f)->numerics, ==, SL_NUMERICS_EXACT);
  sl_session_new_document (f->session);
  g_assert_cmpint (galaxy (f)->numerics, ==, SL_NUMERICS_DSPS);
  sl_session_set_numerics (f->session, SL_NUMERICS_EXACT);
  sl_session_new_document (f->session);
  g_assert_cmpint (galaxy (f)->numerics, ==, SL_NUMERICS_EXACT);
}

/* Each value of each option, and back by undo, by resetting the group and by resetting all. */
static void
test_options (Fixture *f, gconstpointer data)
{
  for (int id = 0; id < SL_N_OPTIONS; id++)
    {
      const SlOptionInfo *info = sl_option_info (id);
      const guint before = sl_galaxy_option (galaxy (f), id);

      for (guint value = 0; value < info->n_values; value++)
        {
          const gboolean table = (id == SL_OPTION_SFH_FORM && value == SL_SFH_TABLE)
                                 || (id == SL_OPTION_METALS && value == SL_METALS_TABLE);

          f->options = FALSE;
          sl_session_set_option (f->session, id, value);
          if (value == before || table)
            {
              /* No change, or no table for it. */
              g_assert_cmpuint (sl_galaxy_option (galaxy (f), id), ==, before);
              g_assert_false (sl_session_get_can_undo (f->session));
              continue;
            }
          g_assert_true (f->options);
          g_assert_cmpuint (sl_galaxy_option (galaxy (f), id), ==, value);
          g_assert_true (sl_session_get_changed (f->session));
          for (guint g = 0; g < SL_N_GROUPS; g++)
            g_assert_cmpint (sl_session_group_changed (f->session, g), ==, g == (guint) info->group);
          /* The step's title has no access key. */
          g_assert_null (strchr (sl_session_get_undo_title (f->session), '_'));
          g_assert_true (sl_session_undo (f->session));
          g_assert_cmpuint (sl_galaxy_option (galaxy (f), id), ==, before);
          g_assert_true (sl_session_redo (f->session));
          g_assert_cmpuint (sl_galaxy_option (galaxy (f), id), ==, value);
          sl_session_reset_group (f->session, info->group);
          g_assert_false (sl_session_get_changed (f->session));
          while (sl_session_undo (f->session))
            ;
        }
    }
}

static void
test_gradient_acts (Fixture *f, gconstpointer data)
{
  sl_session_set_gradient (f->session, SL_PARAM_LGMET_OLD);
  sl_session_set_option (f->session, SL_OPTION_METALS, SL_METALS_MASS);
  g_assert_true (sl_galaxy_uses (galaxy (f), sl_session_get_gradient (f->session)));
  g_assert_true (sl_session_set_table (f->session, SL_OPTION_SFH_FORM, sfh_table (), NULL));
  g_assert_true (sl_galaxy_uses (galaxy (f), sl_session_get_gradient (f->session)));
}

static void
test_tables (Fixture *f, gconstpointer data)
{
  static const double wrong[] = { 1.0, -1.0, 1.0 };
  g_autoptr (GError) error = NULL;

  g_assert_true (sl_session_set_table (f->session, SL_OPTION_SFH_FORM, sfh_table (), &error));
  g_assert_no_error (error);
  g_assert_cmpint (galaxy (f)->sfh_form, ==, SL_SFH_TABLE);
  g_assert_true (galaxy (f)->sfh_table == sfh_table ());
  g_assert_true (sl_session_group_changed (f->session, SL_GROUP_MAIN_SEQUENCE));
  /* Table and form are one step; the table is kept when the form changes. */
  sl_session_set_option (f->session, SL_OPTION_SFH_FORM, SL_SFH_TAU);
  g_assert_true (galaxy (f)->sfh_table == sfh_table ());
  sl_session_set_option (f->session, SL_OPTION_SFH_FORM, SL_SFH_TABLE);
  g_assert_cmpint (galaxy (f)->sfh_form, ==, SL_SFH_TABLE);
  g_assert_true (sl_session_set_table (f->session, SL_OPTION_METALS, metals_table (), NULL));
  g_assert_cmpint (galaxy (f)->metals, ==, SL_METALS_TABLE);
  for (guint i = 0; i < 4; i++)
    g_assert_true (sl_session_undo (f->session));
  g_assert_false (sl_session_undo (f->session));
  g_assert_null (galaxy (f)->sfh_table);
  g_assert_null (galaxy (f)->metals_table);
  for (guint i = 0; i < 4; i++)
    g_assert_true (sl_session_redo (f->session));
  sl_session_reset_group (f->session, SL_GROUP_METALS);
  g_assert_null (galaxy (f)->metals_table);
  g_assert_nonnull (galaxy (f)->sfh_table);
  sl_session_reset_all (f->session);
  g_assert_null (galaxy (f)->sfh_table);

  /* What is no history changes nothing: a negative rate, no stars at all, a mass fraction without its
   * logarithm. */
  g_assert_false (sl_session_set_table (f->session, SL_OPTION_SFH_FORM,
                                        sl_table_intern ("w", times, wrong, 3, NULL), &error));
  g_assert_nonnull (strstr (error->message, "negative"));
  g_clear_error (&error);
  g_assert_false (sl_session_set_table (f->session, SL_OPTION_SFH_FORM,
                                        sl_table_intern ("z", times, (double[]) { 0, 0, 0 }, 3, NULL),
                                        &error));
  g_assert_nonnull (strstr (error->message, "no stars"));
  g_clear_error (&error);
  g_assert_false (
      sl_session_set_table (f->session, SL_OPTION_METALS,
                            sl_table_intern ("l", times, (double[]) { 0.01, 0.02, 0.02 }, 3, NULL), &error));
  g_assert_nonnull (strstr (error->message, "logarithm"));
  g_assert_false (sl_session_get_changed (f->session));
}

static void
test_edges (Fixture *f, gconstpointer data)
{
  static const double edges[] = { 0, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 12.5 };
  static const double wrong[][SL_SFH_N_BINS + 1] = {
    { 0.1, 0.2, 0.3, 0.4, 0.8, 1.6, 3.2, 12.5 }, { 0, 0.2, 0.2, 0.4, 0.8, 1.6, 3.2, 12.5 },
    { 0, 0.2, NAN, 0.4, 0.8, 1.6, 3.2, 12.5 } };
  const double before = galaxy (f)->sfh_edges[1];

  g_assert_true (sl_session_set_edges (f->session, edges, NULL));
  g_assert_cmpmem (galaxy (f)->sfh_edges, sizeof galaxy (f)->sfh_edges, edges, sizeof edges);
  g_assert_true (sl_session_group_changed (f->session, SL_GROUP_MAIN_SEQUENCE));
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (sl_session_set_edges (f->session, wrong[i], &error));
      g_assert_nonnull (error);
      g_assert_cmpfloat (galaxy (f)->sfh_edges[1], ==, edges[1]);
    }
  g_assert_true (sl_session_undo (f->session));
  g_assert_cmpfloat (galaxy (f)->sfh_edges[1], ==, before);
  g_assert_false (sl_session_undo (f->session));
}

static const char *const library[] = { "H I 6562.80", "O III 5006.84", "O III 4958.91", "N II 6583.45" };
static const char *const other_library[] = { "O III 5006.84", "S II 6716.44", "H I 6562.80" };
#define ALL G_MAXUINT64

static void
test_lines (Fixture *f, gconstpointer data)
{
  static const guint64 oxygen[SL_MAX_LINES / 64] = { 6 };

  sl_session_set_line_names (f->session, library, G_N_ELEMENTS (library));
  g_assert_cmpuint (f->n_changed, ==, 0);
  sl_session_set_line (f->session, 1, FALSE);
  g_assert_true (f->options);
  g_assert_cmpuint (galaxy (f)->lines_off[0], ==, 2);
  g_assert_nonnull (strstr (sl_session_get_undo_title (f->session), "O III 5006.84"));
  g_assert_true (sl_session_group_changed (f->session, SL_GROUP_GAS));
  sl_session_set_lines (f->session, oxygen, FALSE);
  g_assert_cmpuint (sl_session_count_lines_off (f->session), ==, 2);
  sl_session_set_lines (f->session, (guint64[]) { ALL, ALL, ALL, ALL }, FALSE);
  g_assert_cmpuint (galaxy (f)->lines_off[0], ==, 15);
  g_assert_cmpuint (galaxy (f)->lines_off[1], ==, 0);
  sl_session_undo (f->session);
  g_assert_true (sl_session_get_line (f->session, 0));
  g_assert_false (sl_session_get_line (f->session, 2));

  /* Another library has other numbers, here and in every step of undo; what it lacks is kept beyond its end.
   */
  sl_session_set_line_names (f->session, other_library, G_N_ELEMENTS (other_library));
  g_assert_false (sl_session_get_line (f->session, 0));
  g_assert_true (sl_session_get_line (f->session, 1));
  g_assert_true (sl_session_get_line (f->session, 2));
  g_assert_cmpuint (sl_session_count_lines_off (f->session), ==, 1);
  sl_session_redo (f->session);
  g_assert_cmpuint (sl_session_count_lines_off (f->session), ==, 2);
  sl_session_undo (f->session);
  sl_session_set_line_names (f->session, library, G_N_ELEMENTS (library));
  g_assert_cmpuint (galaxy (f)->lines_off[0], ==, 6);
  sl_session_reset_group (f->session, SL_GROUP_GAS);
  g_assert_cmpuint (sl_session_count_lines_off (f->session), ==, 0);
  while (sl_session_undo (f->session))
    ;
  g_assert_false (sl_session_get_changed (f->session));
}

static void
test_save (Fixture *f, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("sl-session-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "deeper", "session.json", NULL);
  g_autofree char *message = NULL, *parent = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (SlSession) other = sl_session_new (), third = sl_session_new ();
  static const double edges[] = { 0, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 12.5 };
  const char *locale = data;
  g_autofree char *before = g_strdup (setlocale (LC_NUMERIC, NULL));

  if (locale && !setlocale (LC_NUMERIC, locale))
    {
      g_test_skip ("no locale with a decimal comma");
      g_rmdir (folder);
      return;
    }

  sl_session_attach (f->session, path, &message);
  g_assert_null (message);
  sl_session_apply_preset (f->session, "main-sequence");
  sl_session_set_option (f->session, SL_OPTION_SFH_FORM, SL_SFH_DIFFSTAR_LAG);
  sl_session_set_option (f->session, SL_OPTION_DUST_LAW, SL_DUST_NOLL);
  for (int i = 0; i < SL_N_OPTIONS; i++)
    if (sl_option_info (i)->is_switch)
      sl_session_set_option (f->session, i, TRUE);
  g_assert_true (sl_session_set_table (f->session, SL_OPTION_METALS, metals_table (), NULL));
  g_assert_true (sl_session_set_table (f->session, SL_OPTION_SFH_FORM, sfh_table (), NULL));
  sl_session_set_option (f->session, SL_OPTION_SFH_FORM, SL_SFH_DIFFSTAR_LAG);
  g_assert_true (sl_session_set_edges (f->session, edges, NULL));
  sl_session_set_line_names (f->session, library, G_N_ELEMENTS (library));
  sl_session_set_line (f->session, 3, FALSE);
  sl_session_set_line (f->session, 0, FALSE);
  SET (LOGM0, 12.345678901234567);
  sl_session_set_gradient (f->session, SL_PARAM_LGU_MEAN);
  sl_session_set_focus (f->session, "ew:OIII5007");
  sl_session_set_follow (f->session, FALSE);
  g_assert_true (sl_session_flush (f->session, &error));
  g_assert_no_error (error);

  /* The library may be loaded before the session is read, or after. */
  sl_session_set_line_names (other, library, G_N_ELEMENTS (library));
  sl_session_attach (other, path, &message);
  g_assert_null (message);
  sl_session_attach (third, path, &message);
  g_assert_null (message);
  g_assert_cmpuint (sl_session_count_lines_off (third), ==, 0);
  sl_session_set_line_names (third, library, G_N_ELEMENTS (library));
  for (guint i = 0; i < 2; i++)
    {
      const SlGalaxy *read = sl_session_get_galaxy (i ? third : other);

      g_assert_cmpmem (read->value, sizeof read->value, galaxy (f)->value, sizeof read->value);
      g_assert_true (sl_galaxy_same_options (read, galaxy (f)));
      g_assert_true (read->metals_table == metals_table () && read->sfh_table == sfh_table ());
    }
  g_assert_cmpstr (sl_session_get_preset (other), ==, "main-sequence");
  g_assert_cmpint (sl_session_get_gradient (other), ==, SL_PARAM_LGU_MEAN);
  g_assert_cmpstr (sl_session_get_focus (other), ==, "ew:OIII5007");
  g_assert_false (sl_session_get_follow (other));
  /* Undo begins at the restored state. */
  g_assert_false (sl_session_get_can_undo (other));

  g_unlink (path);
  g_rmdir (parent);
  g_rmdir (folder);
  setlocale (LC_NUMERIC, before);
}

/* A session of an older program, and one with lines of another library. */
static void
test_save_old (Fixture *f, gconstpointer data)
{
  static const char *const texts[] = {
    "{\"format\": \"starloom-state\", \"version\": 1, \"dust_law\": \"noll\", \"values\": {\"logm0\": 13}}",
    "{\"format\": \"starloom-state\", \"version\": 1,"
    " \"lines_off\": [\"S II 6716.44\", 7, \"O III 5006.84\"], \"values\": {}}",
    "{\"format\": \"starloom-state\", \"version\": 1, \"sfh_form\": \"table\", \"metals\": \"table\", "
    "\"igm\": \"perhaps\","
    " \"sfh_edges\": [0, 1], \"values\": {}}",
    "{\"format\": \"starloom-state\", \"version\": 1, \"sfh_edges\": [3, 1, 1, 1, 1, 1, 1, 1], \"sfh_form\": "
    "\"table\","
    " \"sfh_table\": {\"name\": \"n\", \"x\": [1, 2], \"y\": [-1, 2]}, \"values\": {}}",
    "{\"format\": \"starloom-state\", \"version\": 1, \"values\": {},"
    " \"sfh_edges\": [0, 1, 2, 3, 4, 5, 6, 1e999]}",
    "{\"format\": \"starloom-state\", \"version\": 1, \"sfh_form\": \"table\","
    " \"sfh_table\": {\"name\": \"n\", \"x\": [1, 2, 3], \"y\": [1e308, 1e308, 1e308]}, \"values\": {}}",
    "{\"format\": \"starloom-state\", \"version\": 1, \"metals\": \"table\","
    " \"metals_table\": {\"name\": \"n\", \"x\": [1, 2], \"y\": [-2, 1]}, \"values\": {}}",
  };
  g_autofree char *folder = g_dir_make_tmp ("sl-session-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "session.json", NULL);
  SlGalaxy plain;

  g_assert_true (sl_preset_apply (SL_SESSION_START_PRESET, &plain));
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (SlSession) session = sl_session_new ();
      g_autofree char *message = NULL, *text = NULL;
      const SlGalaxy *read = sl_session_get_galaxy (session);

      g_assert_true (g_file_set_contents (path, texts[i], -1, NULL));
      sl_session_attach (session, path, &message);
      g_assert_null (message);
      g_assert_true (sl_galaxy_check (read, FALSE, NULL));
      if (i == 0)
        {
          g_assert_cmpint (read->dust_law, ==, SL_DUST_NOLL);
          g_assert_cmpfloat (read->value[SL_PARAM_LOGM0], ==, 13.0);
          continue;
        }
      if (i > 1)
        {
          g_assert_true (sl_galaxy_same_options (read, &plain));
          continue;
        }
      sl_session_set_line_names (session, library, G_N_ELEMENTS (library));
      g_assert_cmpuint (sl_session_count_lines_off (session), ==, 1);
      g_assert_false (sl_session_get_line (session, 1));
      /* Lines that this library lacks are written again. */
      sl_session_set_line (session, 0, FALSE);
      g_assert_true (sl_session_flush (session, NULL));
      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      g_assert_nonnull (strstr (text, "S II 6716.44"));
      g_assert_nonnull (strstr (text, "H I 6562.80"));
    }
  g_unlink (path);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add ("/session-options/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("dust-law", test_dust_law);
  ADD ("slopes-of-laws", test_slopes_of_laws);
  ADD ("options", test_options);
  ADD ("numerics", test_numerics);
  ADD ("gas-metals", test_gas_metals);
  ADD ("gradient-acts", test_gradient_acts);
  ADD ("tables", test_tables);
  ADD ("edges", test_edges);
  ADD ("lines", test_lines);
  ADD ("save", test_save);
  ADD ("save-old", test_save_old);
  g_test_add ("/session-options/save-comma", Fixture, "de_DE.UTF-8", set_up, test_save, tear_down);
  return g_test_run ();
}
