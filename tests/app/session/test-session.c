/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "app/figures/sl-param-labels.h"
#include "model/galaxy/sl-presets.h"
#include "tests/app/session/session.h"

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
  g_assert_true (sl_param_set_equal (f->params, SL_PARAM_SET (SL_PARAM_LOGM0)));
  g_assert_false (f->options);
  SET (AV_OLD, 2);
  g_assert_true (sl_session_get_changed (f->session));
  g_assert_cmpstr (sl_session_get_undo_title (f->session), ==, sl_param_label (SL_PARAM_AV_OLD)->title);
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
  /* A new change clears the redo steps. */
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
  /* A drag that returns to its start is no step. */
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
  g_assert_true (sl_param_set_equal (f->params, SL_PARAM_SET (SL_PARAM_LG_DROP, SL_PARAM_LG_REJUV)));
  g_assert_false (f->options);
  SET (LG_REJUV, -2.5);
  SET (LG_REJUV, -0.25);
  g_assert_cmpfloat (VALUE (LG_DROP), ==, -1);
  sl_session_end_drag (f->session);
  /* One message for a drag. */
  g_assert_cmpuint (f->n_messages, ==, 1);
}

/* Random drags lead only to states that the model accepts. */
static void
test_never_impossible (Fixture *f, gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  const SlTable *metals =
      sl_table_intern ("metals.csv", (double[]) { 0.1, 13.7 }, (double[]) { -3.5, -1.7 }, 2, NULL);

  for (guint i = 0; i < 5000; i++)
    {
      SlParamId id = g_rand_int_range (rand, 0, SL_N_PARAMS);
      g_autoptr (GError) error = NULL;
      double lo, hi;

      if (i % 97 == 0)
        {
          SlOptionId option = g_rand_int_range (rand, 0, SL_N_OPTIONS);

          sl_session_set_option (f->session, option,
                                 g_rand_int_range (rand, 0, sl_option_info (option)->n_values));
        }
      if (i == 2500)
        g_assert_true (sl_session_set_table (f->session, SL_OPTION_METALS, metals, NULL));
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
  /* Resets to the preset, not to the table's default. */
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
  g_assert_true (f->options);
  g_assert_cmpfloat (VALUE (LGY_AT_MCRIT), ==, -1);
  g_assert_cmpfloat (sl_session_get_default (f->session, SL_PARAM_LGY_AT_MCRIT), ==, -1);
  sl_session_undo (f->session);
  g_assert_cmpfloat (VALUE (LGY_AT_MCRIT), ==, -10);
  /* A form without a halo moves the gradient to a parameter that it uses. */
  sl_session_set_gradient (f->session, SL_PARAM_LG_QT);
  sl_session_set_option (f->session, SL_OPTION_SFH_FORM, SL_SFH_TAU);
  g_assert_true (sl_galaxy_has (sl_session_get_galaxy (f->session), sl_session_get_gradient (f->session)));
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
test_autosave (Fixture *f, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("sl-session-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "session.json", NULL);
  gint64 until = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  sl_session_attach (f->session, path, NULL);
  SET (LOGM0, 13);
  /* Not at once: a drag would write a hundred times. */
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
    "",
    "{",
    "null",
    "[]",
    "{}",
    "\xff\xfe",
    "{\"format\": 3}",
    "{\"format\": \"other\", \"version\": 1}",
    "{\"format\": \"starloom-state\", \"version\": 99, \"values\": {}}",
    "{\"format\": \"starloom-state\", \"version\": 1}",
    "{\"format\": \"starloom-state\", \"version\": 1, \"values\": 7}",
    "{\"format\": \"starloom-state\", \"version\": 1, \"values\": {\"logm0\": \"twelve\"}}",
    "{\"format\": \"starloom-state\", \"version\": 1, \"values\": {\"logm0\": {\"a\": 1}}}",
    "{\"format\": \"starloom-state\", \"version\": 1, \"values\": {\"logm0\": NaN}}",
    "{\"format\": \"starloom-state\", \"version\": 1, \"sfh_table\": 3, \"values\": {}}",
    "{\"format\": \"starloom-state\", \"version\": 1, \"sfh_table\": {\"name\": \"n\", \"x\": [1]}, "
    "\"values\": {}}",
    "{\"format\": \"starloom-state\", \"version\": 1, \"sfh_table\": {\"name\": \"n\", \"x\": [1, 2], \"y\": "
    "[1]},"
    " \"values\": {}}",
    "{\"format\": \"starloom-state\", \"version\": 1, \"sfh_table\": {\"name\": \"n\", \"x\": [2, 1], \"y\": "
    "[1, 1]},"
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
      /* Later changes are still saved. */
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
      "{\"format\": \"starloom-state\", \"version\": 1, \"preset\": \"gone\", \"gradient\": \"no such\", "
      "\"new\": [1],"
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

/* Time that passes keeps the gradient; a drag that changes it gives it back with undo, or when it is
 * cancelled. */
static void
test_gradient_of_drags (Fixture *f, gconstpointer data)
{
  const SlParamSet tied = sl_param_set_of (SL_PARAM_LG_REJUV);

  sl_session_set_follow (f->session, TRUE);
  sl_session_set_gradient (f->session, SL_PARAM_LG_DROP);
  sl_session_set_tied (f->session, tied);
  sl_session_begin_sweep (f->session, SL_PARAM_REDSHIFT);
  SET (REDSHIFT, 1.0);
  sl_session_end_drag (f->session);
  g_assert_cmpint (sl_session_get_gradient (f->session), ==, SL_PARAM_LG_DROP);
  g_assert_true (sl_param_set_equal (sl_session_get_tied (f->session), tied));
  sl_session_undo (f->session);
  g_assert_cmpfloat (VALUE (REDSHIFT), ==, 0.0);
  for (guint cancel = 0; cancel < 2; cancel++)
    {
      sl_session_begin_drag (f->session, SL_PARAM_REDSHIFT);
      SET (REDSHIFT, 1.0);
      g_assert_cmpint (sl_session_get_gradient (f->session), ==, SL_PARAM_REDSHIFT);
      g_assert_true (sl_param_set_is_empty (sl_session_get_tied (f->session)));
      if (cancel)
        sl_session_cancel_drag (f->session);
      else
        {
          sl_session_end_drag (f->session);
          sl_session_undo (f->session);
        }
      g_assert_cmpfloat (VALUE (REDSHIFT), ==, 0.0);
      g_assert_cmpint (sl_session_get_gradient (f->session), ==, SL_PARAM_LG_DROP);
      g_assert_true (sl_param_set_equal (sl_session_get_tied (f->session), tied));
    }
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
  ADD ("follow", test_follow);
  ADD ("gradient-of-drags", test_gradient_of_drags);
  ADD ("autosave", test_autosave);
  g_test_add_func ("/session/saved-at-the-end", test_saved_at_the_end);
  g_test_add_func ("/session/corrupt", test_corrupt);
  g_test_add_func ("/session/odd-but-usable", test_odd_but_usable);
  return g_test_run ();
}
