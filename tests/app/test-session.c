/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/sl-session.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <math.h>
#include <string.h>

typedef struct {
  SlSession *session;
  guint n_changed, n_messages;
  guint64 mask;
} Fixture;

static void
changed_cb (Fixture *f, guint64 mask)
{
  f->n_changed++;
  f->mask = mask;
}

static void
message_cb (Fixture *f, const char *text)
{
  g_assert_cmpstr (text, !=, "");
  f->n_messages++;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->session = sl_session_new ();
  g_signal_connect_swapped (f->session, "galaxy-changed", G_CALLBACK (changed_cb), f);
  g_signal_connect_swapped (f->session, "message", G_CALLBACK (message_cb), f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_assert_true (sl_galaxy_check (sl_session_get_galaxy (f->session), FALSE, NULL));
  g_assert_finalize_object (f->session);
}

#define VALUE(id) sl_session_get_value (f->session, SL_PARAM_##id)
#define SET(id, value) sl_session_set_value (f->session, SL_PARAM_##id, value)
#define BIT(id) (G_GUINT64_CONSTANT (1) << SL_PARAM_##id)

static const double times[] = { 0.1, 3.0, 13.7 }, rates[] = { 0.0, 2.5, 1.0 / 3.0 }, metals[] = { -3.5, -2.0, -1.7 };

static const SlTable *
sfh_table (void)
{
  return sl_table_intern ("rates.csv", times, rates, G_N_ELEMENTS (times), NULL);
}

static const SlTable *
metals_table (void)
{
  return sl_table_intern ("metals.csv", times, metals, G_N_ELEMENTS (times), NULL);
}

static const SlGalaxy *
galaxy (Fixture *f)
{
  return sl_session_get_galaxy (f->session);
}

static void
test_start (Fixture *f, gconstpointer data)
{
  SlGalaxy quenched;

  g_assert_true (sl_preset_apply ("quenched", &quenched));
  g_assert_cmpmem (quenched.value, sizeof quenched.value, sl_session_get_galaxy (f->session)->value,
                   sizeof quenched.value);
  g_assert_cmpstr (sl_session_get_preset (f->session), ==, "quenched");
  g_assert_false (sl_session_get_can_undo (f->session));
  g_assert_false (sl_session_get_changed (f->session));
}

static void
test_undo (Fixture *f, gconstpointer data)
{
  SET (LOGM0, 13);
  g_assert_cmpuint (f->mask, ==, BIT (LOGM0));
  SET (AV_OLD, 2);
  g_assert_true (sl_session_get_changed (f->session));
  g_assert_cmpstr (sl_session_get_undo_title (f->session), ==, sl_param_info (SL_PARAM_AV_OLD)->title);
  g_assert_true (sl_session_undo (f->session));
  g_assert_cmpfloat (VALUE (AV_OLD), ==, 0.5);
  g_assert_cmpfloat (VALUE (LOGM0), ==, 13);
  g_assert_true (sl_session_undo (f->session));
  g_assert_cmpfloat (VALUE (LOGM0), ==, 12);
  g_assert_false (sl_session_undo (f->session));
  g_assert_false (sl_session_get_changed (f->session));
  g_assert_true (sl_session_redo (f->session));
  g_assert_true (sl_session_redo (f->session));
  g_assert_false (sl_session_redo (f->session));
  g_assert_cmpfloat (VALUE (AV_OLD), ==, 2);
  /* A new change ends what could be redone. */
  sl_session_undo (f->session);
  SET (H, 0.7);
  g_assert_false (sl_session_get_can_redo (f->session));
}

static void
test_undo_no_change (Fixture *f, gconstpointer data)
{
  SET (LOGM0, 12);
  SET (LOGM0, NAN);
  g_assert_false (sl_session_get_can_undo (f->session));
  g_assert_cmpuint (f->n_changed, ==, 0);
}

static void
test_drag_is_one_step (Fixture *f, gconstpointer data)
{
  sl_session_begin_drag (f->session, SL_PARAM_LOGM0);
  for (int i = 1; i <= 50; i++)
    SET (LOGM0, 12 + i * 0.02);
  g_assert_cmpuint (f->n_changed, ==, 50);
  g_assert_false (sl_session_get_can_undo (f->session));
  sl_session_end_drag (f->session);
  g_assert_true (sl_session_undo (f->session));
  g_assert_cmpfloat (VALUE (LOGM0), ==, 12);
  g_assert_false (sl_session_get_can_undo (f->session));
  /* A drag that leads nowhere is none. */
  sl_session_begin_drag (f->session, SL_PARAM_LOGM0);
  SET (LOGM0, 13);
  SET (LOGM0, 12);
  sl_session_end_drag (f->session);
  g_assert_false (sl_session_get_can_undo (f->session));
  g_assert_true (sl_session_get_can_redo (f->session));
}

static void
test_undo_during_drag (Fixture *f, gconstpointer data)
{
  sl_session_begin_drag (f->session, SL_PARAM_LOGM0);
  SET (LOGM0, 13);
  g_assert_true (sl_session_undo (f->session));
  g_assert_cmpfloat (VALUE (LOGM0), ==, 12);
  g_assert_false (sl_session_get_dragging (f->session));
}

static void
test_range (Fixture *f, gconstpointer data)
{
  SET (LOGM0, 1e9);
  g_assert_cmpfloat (VALUE (LOGM0), ==, 15.5);
  SET (LOGM0, -1e9);
  g_assert_cmpfloat (VALUE (LOGM0), ==, 9.5);
}

static void
test_push (Fixture *f, gconstpointer data)
{
  sl_session_apply_preset (f->session, "main-sequence");
  SET (LG_REJUV, -1);
  g_assert_cmpfloat (VALUE (LG_DROP), ==, -1);
  g_assert_cmpuint (f->n_messages, ==, 1);
  g_assert_true (sl_session_undo (f->session));
  g_assert_cmpfloat (VALUE (LG_DROP), ==, 0);
  g_assert_cmpfloat (VALUE (LG_REJUV), ==, 0);

  SET (LATE_INDEX, 4);
  g_assert_cmpfloat (VALUE (EARLY_INDEX), ==, 4);
  SET (EARLY_INDEX, 0.1);
  g_assert_cmpfloat (VALUE (LATE_INDEX), ==, 0.1);
  SET (LGYR_PEAK, 8);
  g_assert_cmpfloat (VALUE (LGYR_MAX), ==, 9);
  SET (LGYR_MAX, 6);
  g_assert_cmpfloat (VALUE (LGYR_PEAK), ==, 5);
}

static void
test_push_returns (Fixture *f, gconstpointer data)
{
  sl_session_apply_preset (f->session, "main-sequence");
  SET (LG_DROP, -1);
  f->n_messages = 0;
  sl_session_begin_drag (f->session, SL_PARAM_LG_REJUV);
  SET (LG_REJUV, -0.5);
  g_assert_cmpfloat (VALUE (LG_DROP), ==, -1);
  SET (LG_REJUV, -2);
  g_assert_cmpfloat (VALUE (LG_DROP), ==, -2);
  g_assert_cmpuint (f->mask, ==, BIT (LG_DROP) | BIT (LG_REJUV));
  SET (LG_REJUV, -2.5);
  SET (LG_REJUV, -0.25);
  g_assert_cmpfloat (VALUE (LG_DROP), ==, -1);
  sl_session_end_drag (f->session);
  /* Said once for a gesture. */
  g_assert_cmpuint (f->n_messages, ==, 1);
}

/* Wherever a hand drags anything, the model accepts what comes of it. */
static void
test_never_impossible (Fixture *f, gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (guint i = 0; i < 5000; i++)
    {
      SlParamId id = g_rand_int_range (rand, 0, SL_N_PARAMS);
      g_autoptr (GError) error = NULL;
      double lo, hi;

      if (i % 97 == 0)
        {
          SlOptionId option = g_rand_int_range (rand, 0, SL_N_OPTIONS);

          sl_session_set_option (f->session, option, g_rand_int_range (rand, 0, sl_option_info (option)->n_values));
        }
      if (i == 2500)
        g_assert_true (sl_session_set_table (f->session, SL_OPTION_METALS, metals_table (), NULL));
      if (i % 13 == 0)
        sl_session_begin_drag (f->session, id);
      if (i % 31 == 0)
        sl_session_reset_group (f->session, sl_param_info (id)->group);
      if (i % 41 == 0)
        sl_session_undo (f->session);
      sl_galaxy_range (sl_session_get_galaxy (f->session), id, NULL, &lo, &hi);
      sl_session_set_value (f->session, id, g_rand_double_range (rand, lo - 1, hi + 1));
      sl_galaxy_check (sl_session_get_galaxy (f->session), FALSE, &error);
      g_assert_no_error (error);
    }
}

static void
test_resets (Fixture *f, gconstpointer data)
{
  SET (LG_QT, 1.5);
  SET (QLGLGDT, -1);
  SET (LOGM0, 13);
  g_assert_true (sl_session_group_changed (f->session, SL_GROUP_QUENCHING));
  g_assert_false (sl_session_group_changed (f->session, SL_GROUP_DUST));
  sl_session_reset (f->session, SL_PARAM_LG_QT);
  /* Back to the preset, not to the table. */
  g_assert_cmpfloat_with_epsilon (VALUE (LG_QT), log10 (6), 1e-12);
  SET (LG_QT, 1.5);
  sl_session_reset_group (f->session, SL_GROUP_QUENCHING);
  g_assert_false (sl_session_group_changed (f->session, SL_GROUP_QUENCHING));
  g_assert_cmpfloat (VALUE (LOGM0), ==, 13);
  sl_session_reset_all (f->session);
  g_assert_false (sl_session_get_changed (f->session));
  sl_session_undo (f->session);
  g_assert_cmpfloat (VALUE (LOGM0), ==, 13);
}

static void
test_preset (Fixture *f, gconstpointer data)
{
  SET (LOGM0, 13);
  g_assert_true (sl_session_apply_preset (f->session, "main-sequence"));
  g_assert_cmpfloat (VALUE (LOGM0), ==, 12);
  g_assert_cmpfloat (VALUE (LG_DROP), ==, 0);
  g_assert_cmpstr (sl_session_get_preset (f->session), ==, "main-sequence");
  g_assert_false (sl_session_get_changed (f->session));
  sl_session_undo (f->session);
  g_assert_cmpstr (sl_session_get_preset (f->session), ==, "quenched");
  g_assert_cmpfloat (VALUE (LOGM0), ==, 13);
  g_assert_false (sl_session_apply_preset (f->session, "nothing of the kind"));
}

static void
test_form (Fixture *f, gconstpointer data)
{
  sl_session_set_option (f->session, SL_OPTION_SFH_FORM, SL_SFH_DIFFSTAR_LAG);
  g_assert_true (f->mask & SL_SESSION_OPTIONS_CHANGED);
  g_assert_cmpfloat (VALUE (LGY_AT_MCRIT), ==, -1);
  g_assert_cmpfloat (sl_session_get_default (f->session, SL_PARAM_LGY_AT_MCRIT), ==, -1);
  sl_session_undo (f->session);
  g_assert_cmpfloat (VALUE (LGY_AT_MCRIT), ==, -10);
  /* A form without a halo takes the gradient to a parameter that it has. */
  sl_session_set_gradient (f->session, SL_PARAM_LG_QT);
  sl_session_set_option (f->session, SL_OPTION_SFH_FORM, SL_SFH_TAU);
  g_assert_true (sl_galaxy_has (sl_session_get_galaxy (f->session), sl_session_get_gradient (f->session)));
}

static void
test_dust_law (Fixture *f, gconstpointer data)
{
  sl_session_set_option (f->session, SL_OPTION_DUST_LAW, SL_DUST_CALZETTI);
  g_assert_true (f->mask & SL_SESSION_OPTIONS_CHANGED);
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

/* Each option to each of its values, and back by undo, by reset of its group and of all. */
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

          f->mask = 0;
          sl_session_set_option (f->session, id, value);
          if (value == before || table)
            {
              /* Nothing to do, or nothing to do it with. */
              g_assert_cmpuint (sl_galaxy_option (galaxy (f), id), ==, before);
              g_assert_false (sl_session_get_can_undo (f->session));
              continue;
            }
          g_assert_true (f->mask & SL_SESSION_OPTIONS_CHANGED);
          g_assert_cmpuint (sl_galaxy_option (galaxy (f), id), ==, value);
          g_assert_true (sl_session_get_changed (f->session));
          for (guint g = 0; g < SL_N_GROUPS; g++)
            g_assert_cmpint (sl_session_group_changed (f->session, g), ==, g == (guint) info->group);
          /* What is shown of a title has no access key. */
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
  /* File and form are one step; the file stays at hand for another form. */
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

  /* What is no history changes nothing: a negative rate, no stars at all, a mass fraction without its logarithm. */
  g_assert_false (sl_session_set_table (f->session, SL_OPTION_SFH_FORM, sl_table_intern ("w", times, wrong, 3, NULL),
                                        &error));
  g_assert_nonnull (strstr (error->message, "negative"));
  g_clear_error (&error);
  g_assert_false (sl_session_set_table (f->session, SL_OPTION_SFH_FORM,
                                        sl_table_intern ("z", times, (double[]) { 0, 0, 0 }, 3, NULL), &error));
  g_assert_nonnull (strstr (error->message, "no stars"));
  g_clear_error (&error);
  g_assert_false (sl_session_set_table (f->session, SL_OPTION_METALS,
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
  g_assert_true (f->mask & SL_SESSION_OPTIONS_CHANGED);
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

  /* Another library has other numbers, here and in every step of undo; what it lacks is kept beyond its end. */
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
test_follow (Fixture *f, gconstpointer data)
{
  sl_session_begin_drag (f->session, SL_PARAM_AV_OLD);
  g_assert_cmpint (sl_session_get_gradient (f->session), ==, SL_PARAM_AV_OLD);
  sl_session_set_follow (f->session, FALSE);
  sl_session_begin_drag (f->session, SL_PARAM_LOGM0);
  g_assert_cmpint (sl_session_get_gradient (f->session), ==, SL_PARAM_AV_OLD);
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

  /* The library may be known before the session is read, or after. */
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
  /* What was restored is where undo begins. */
  g_assert_false (sl_session_get_can_undo (other));

  g_unlink (path);
  g_rmdir (parent);
  g_rmdir (folder);
  setlocale (LC_NUMERIC, before);
}

/* A session of an older program, and one whose lines another library has. */
static void
test_save_old (Fixture *f, gconstpointer data)
{
  static const char *const texts[] = {
    "{\"format\": \"starloom-state\", \"version\": 1, \"dust_law\": \"noll\", \"values\": {\"logm0\": 13}}",
    "{\"format\": \"starloom-state\", \"version\": 1,"
    " \"lines_off\": [\"S II 6716.44\", 7, \"O III 5006.84\"], \"values\": {}}",
    "{\"format\": \"starloom-state\", \"version\": 1, \"sfh_form\": \"table\", \"metals\": \"table\", \"igm\": \"perhaps\","
    " \"sfh_edges\": [0, 1], \"values\": {}}",
    "{\"format\": \"starloom-state\", \"version\": 1, \"sfh_edges\": [3, 1, 1, 1, 1, 1, 1, 1], \"sfh_form\": \"table\","
    " \"sfh_table\": {\"name\": \"n\", \"x\": [1, 2], \"y\": [-1, 2]}, \"values\": {}}",
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
      /* What this library lacks is written again. */
      sl_session_set_line (session, 0, FALSE);
      g_assert_true (sl_session_flush (session, NULL));
      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      g_assert_nonnull (strstr (text, "S II 6716.44"));
      g_assert_nonnull (strstr (text, "H I 6562.80"));
    }
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_autosave (Fixture *f, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("sl-session-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "session.json", NULL);
  gint64 until = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  sl_session_attach (f->session, path, NULL);
  SET (LOGM0, 13);
  /* Not at once: a drag would write a hundred files. */
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  while (!g_file_test (path, G_FILE_TEST_EXISTS) && g_get_monotonic_time () < until)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_saved_at_the_end (void)
{
  g_autofree char *folder = g_dir_make_tmp ("sl-session-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "session.json", NULL);
  SlSession *session = sl_session_new ();

  sl_session_attach (session, path, NULL);
  sl_session_set_value (session, SL_PARAM_LOGM0, 13);
  g_assert_finalize_object (session);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_corrupt (void)
{
  static const char *const text[] = {
    "", "{", "null", "[]", "{}", "\xff\xfe", "{\"format\": 3}", "{\"format\": \"other\", \"version\": 1}",
    "{\"format\": \"starloom-state\", \"version\": 99, \"values\": {}}",
    "{\"format\": \"starloom-state\", \"version\": 1}",
    "{\"format\": \"starloom-state\", \"version\": 1, \"values\": 7}",
    "{\"format\": \"starloom-state\", \"version\": 1, \"values\": {\"logm0\": \"twelve\"}}",
    "{\"format\": \"starloom-state\", \"version\": 1, \"values\": {\"logm0\": {\"a\": 1}}}",
    "{\"format\": \"starloom-state\", \"version\": 1, \"values\": {\"logm0\": NaN}}",
    "{\"format\": \"starloom-state\", \"version\": 1, \"sfh_table\": 3, \"values\": {}}",
    "{\"format\": \"starloom-state\", \"version\": 1, \"sfh_table\": {\"name\": \"n\", \"x\": [1]}, \"values\": {}}",
    "{\"format\": \"starloom-state\", \"version\": 1, \"sfh_table\": {\"name\": \"n\", \"x\": [1, 2], \"y\": [1]},"
    " \"values\": {}}",
    "{\"format\": \"starloom-state\", \"version\": 1, \"sfh_table\": {\"name\": \"n\", \"x\": [2, 1], \"y\": [1, 1]},"
    " \"values\": {}}",
    "{\"format\": \"starloom-state\", \"version\": 1, \"sfh_edges\": [0, \"one\"], \"values\": {}}",
  };
  g_autofree char *folder = g_dir_make_tmp ("sl-session-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "session.json", NULL);
  g_autofree char *aside = g_strconcat (path, ".bad", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (text); i++)
    {
      g_autoptr (SlSession) session = sl_session_new ();
      g_autofree char *message = NULL;

      g_assert_true (g_file_set_contents (path, text[i], -1, NULL));
      sl_session_attach (session, path, &message);
      g_assert_nonnull (message);
      g_assert_nonnull (strstr (message, aside));
      g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
      g_assert_true (g_file_test (aside, G_FILE_TEST_EXISTS));
      g_assert_false (sl_session_get_changed (session));
      /* And the session goes on being saved. */
      sl_session_set_value (session, SL_PARAM_LOGM0, 13);
      g_assert_true (sl_session_flush (session, NULL));
      g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
    }
  g_unlink (path);
  g_unlink (aside);
  g_rmdir (folder);
}

static void
test_odd_but_usable (void)
{
  static const char text[] =
    "{\"format\": \"starloom-state\", \"version\": 1, \"preset\": \"gone\", \"gradient\": \"no such\", \"new\": [1],"
    " \"values\": {\"logm0\": 99, \"lg_drop\": -1, \"lg_rejuv\": -2, \"sigma_v\": 120, \"unheard_of\": 3}}";
  g_autofree char *folder = g_dir_make_tmp ("sl-session-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "session.json", NULL);
  g_autofree char *message = NULL;
  g_autoptr (SlSession) session = sl_session_new ();

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  sl_session_attach (session, path, &message);
  g_assert_null (message);
  g_assert_cmpfloat (sl_session_get_value (session, SL_PARAM_LOGM0), ==, 15.5);
  g_assert_cmpfloat (sl_session_get_value (session, SL_PARAM_SIGMA_V), ==, 120);
  g_assert_true (sl_galaxy_check (sl_session_get_galaxy (session), FALSE, NULL));
  g_unlink (path);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add ("/session/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("start", test_start);
  ADD ("undo", test_undo);
  ADD ("undo-no-change", test_undo_no_change);
  ADD ("drag-is-one-step", test_drag_is_one_step);
  ADD ("undo-during-drag", test_undo_during_drag);
  ADD ("range", test_range);
  ADD ("push", test_push);
  ADD ("push-returns", test_push_returns);
  ADD ("never-impossible", test_never_impossible);
  ADD ("resets", test_resets);
  ADD ("preset", test_preset);
  ADD ("form", test_form);
  ADD ("dust-law", test_dust_law);
  ADD ("follow", test_follow);
  ADD ("options", test_options);
  ADD ("gradient-acts", test_gradient_acts);
  ADD ("tables", test_tables);
  ADD ("edges", test_edges);
  ADD ("lines", test_lines);
  ADD ("save", test_save);
  g_test_add ("/session/save-comma", Fixture, "de_DE.UTF-8", set_up, test_save, tear_down);
  ADD ("save-old", test_save_old);
  ADD ("autosave", test_autosave);
  g_test_add_func ("/session/saved-at-the-end", test_saved_at_the_end);
  g_test_add_func ("/session/corrupt", test_corrupt);
  g_test_add_func ("/session/odd-but-usable", test_odd_but_usable);
  return g_test_run ();
}
