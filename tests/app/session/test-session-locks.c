/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/session/sl-session-private.h"

#include <string.h>

#include <glib/gstdio.h>

typedef struct {
  SlSession *session;
  guint n_told, n_notified;
  char *message;
} Fixture;

static void
message_cb (Fixture *f, const char *text)
{
  f->n_told++;
  g_free (f->message);
  f->message = g_strdup (text);
}

static void
notify_cb (Fixture *f)
{
  f->n_notified++;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->session = sl_session_new ();
  g_signal_connect_swapped (f->session, "message", G_CALLBACK (message_cb), f);
  g_signal_connect_swapped (f->session, "notify::locks", G_CALLBACK (notify_cb), f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_assert_finalize_object (f->session);
  g_free (f->message);
}

#define VALUE(id) sl_session_get_value (f->session, SL_PARAM_##id)

static void
test_stays (Fixture *f, gconstpointer data)
{
  const double before = VALUE (LOGM0);
  SlParamSet *locks;

  g_assert_true (sl_param_set_is_empty (sl_session_get_locks (f->session)));
  sl_session_set_locked (f->session, SL_PARAM_LOGM0, TRUE);
  sl_session_set_locked (f->session, SL_PARAM_LOGM0, TRUE);
  g_assert_cmpuint (f->n_notified, ==, 1);
  g_object_get (f->session, "locks", &locks, NULL);
  g_assert_true (sl_param_set_equal (*locks, sl_param_set_of (SL_PARAM_LOGM0)));
  g_boxed_free (SL_TYPE_PARAM_SET, locks);

  sl_session_set_value (f->session, SL_PARAM_LOGM0, 14.0);
  g_assert_cmpfloat (VALUE (LOGM0), ==, before);
  g_assert_nonnull (strstr (f->message, "locked"));
  /* One message for a drag. */
  f->n_told = 0;
  sl_session_begin_drag (f->session, SL_PARAM_LOGM0);
  sl_session_set_value (f->session, SL_PARAM_LOGM0, 13.0);
  sl_session_set_value (f->session, SL_PARAM_LOGM0, 13.5);
  sl_session_end_drag (f->session);
  g_assert_cmpuint (f->n_told, ==, 1);
  g_assert_cmpfloat (VALUE (LOGM0), ==, before);

  sl_session_set_locked (f->session, SL_PARAM_LOGM0, FALSE);
  sl_session_set_value (f->session, SL_PARAM_LOGM0, 14.0);
  g_assert_cmpfloat (VALUE (LOGM0), ==, 14.0);
}

/* Presets and resets change everything but locked parameters. */
static void
test_presets (Fixture *f, gconstpointer data)
{
  sl_session_set_value (f->session, SL_PARAM_LG_QT, 0.3);
  sl_session_set_value (f->session, SL_PARAM_QLGLGDT, -1.5);
  sl_session_set_locked (f->session, SL_PARAM_LG_QT, TRUE);
  sl_session_reset (f->session, SL_PARAM_LG_QT);
  g_assert_cmpfloat (VALUE (LG_QT), ==, 0.3);
  sl_session_reset_group (f->session, SL_GROUP_QUENCHING);
  g_assert_cmpfloat (VALUE (LG_QT), ==, 0.3);
  g_assert_cmpfloat (VALUE (QLGLGDT), ==, sl_session_get_default (f->session, SL_PARAM_QLGLGDT));
  sl_session_set_value (f->session, SL_PARAM_LOGM0, 14.0);
  sl_session_reset_all (f->session);
  g_assert_cmpfloat (VALUE (LG_QT), ==, 0.3);
  g_assert_cmpfloat (VALUE (LOGM0), ==, sl_session_get_default (f->session, SL_PARAM_LOGM0));
  g_assert_true (sl_session_apply_preset (f->session, "main-sequence"));
  g_assert_cmpfloat (VALUE (LG_QT), ==, 0.3);
  g_assert_cmpfloat (VALUE (LG_DROP), ==, 0.0);
  g_assert_true (sl_session_get_locked (f->session, SL_PARAM_LG_QT));
}

/* If a preset would violate the order with a locked parameter, its partner stops at the limit. */
static void
test_preset_order (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (sl_session_apply_preset (f->session, "main-sequence"));
  sl_session_set_locked (f->session, SL_PARAM_LG_DROP, TRUE);
  g_assert_true (sl_session_apply_preset (f->session, "quenched"));
  g_assert_cmpfloat (VALUE (LG_DROP), ==, 0.0);
  g_assert_cmpfloat (VALUE (LG_REJUV), ==, 0.0);
  g_assert_true (sl_galaxy_check (sl_session_get_galaxy (f->session), FALSE, &error));
  g_assert_no_error (error);
}

/* A parameter that would push a locked one stops at the limit, from both sides and during a drag. */
static void
test_partner (Fixture *f, gconstpointer data)
{
  static const struct { SlParamId mover, partner; double partner_at, to;
  } rows[] = {
    { SL_PARAM_LG_REJUV, SL_PARAM_LG_DROP, -1.5, -2.5 },
    { SL_PARAM_LG_DROP, SL_PARAM_LG_REJUV, -0.5, -0.1 },
    { SL_PARAM_LATE_INDEX, SL_PARAM_EARLY_INDEX, 3.0, 4.0 },
    { SL_PARAM_LGYR_PEAK, SL_PARAM_LGYR_MAX, 7.5, 8.0 },
    { SL_PARAM_LGYR_MAX, SL_PARAM_LGYR_PEAK, 6.5, 6.0 },
    { SL_PARAM_T_START, SL_PARAM_T_END, 8.0, 9.0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (int drag = 0; drag < 2; drag++)
      {
        double at;
        g_autoptr (GError) error = NULL;

        for (guint k = 0; k < G_N_ELEMENTS (rows); k++)
          sl_session_set_locked (f->session, rows[k].partner, FALSE);
        sl_session_reset_all (f->session);
        sl_session_set_value (f->session, SL_PARAM_LG_REJUV, 0.0);
        sl_session_set_value (f->session, SL_PARAM_LG_DROP, -2.5);
        sl_session_set_value (f->session, rows[i].partner, rows[i].partner_at);
        sl_session_set_locked (f->session, rows[i].partner, TRUE);
        f->n_told = 0;
        if (drag)
          sl_session_begin_drag (f->session, rows[i].mover);
        sl_session_set_value (f->session, rows[i].mover, rows[i].to);
        sl_session_set_value (f->session, rows[i].mover, rows[i].to);
        if (drag)
          sl_session_end_drag (f->session);
        at = sl_session_get_value (f->session, rows[i].mover);
        g_assert_cmpfloat (sl_session_get_value (f->session, rows[i].partner), ==, rows[i].partner_at);
        g_assert_cmpfloat (ABS (at - rows[i].partner_at), <=, 1.0);
        g_assert_cmpfloat (at, !=, rows[i].to);
        g_assert_nonnull (strstr (f->message, "stops at"));
        g_assert_true (!drag || f->n_told == 1);
        g_assert_true (sl_galaxy_check (sl_session_get_galaxy (f->session), FALSE, &error));
        g_assert_no_error (error);
      }
}

static void
test_undo (Fixture *f, gconstpointer data)
{
  const double before = VALUE (AV_OLD);

  sl_session_set_value (f->session, SL_PARAM_AV_OLD, 2.0);
  sl_session_set_locked (f->session, SL_PARAM_AV_OLD, TRUE);
  g_assert_nonnull (strstr (sl_session_get_undo_title (f->session), "Dust, old stars"));
  g_assert_true (sl_session_undo (f->session));
  g_assert_false (sl_session_get_locked (f->session, SL_PARAM_AV_OLD));
  g_assert_cmpfloat (VALUE (AV_OLD), ==, 2.0);
  g_assert_true (sl_session_redo (f->session));
  g_assert_true (sl_session_get_locked (f->session, SL_PARAM_AV_OLD));
  sl_session_undo (f->session);
  sl_session_undo (f->session);
  g_assert_cmpfloat (VALUE (AV_OLD), ==, before);
  g_assert_false (sl_session_get_can_undo (f->session));
  g_assert_cmpuint (f->n_notified, ==, 4);
}

/* In another SFH form the parameter means something else: its value is not kept. */
static void
test_meaning (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  sl_session_set_option (f->session, SL_OPTION_SFH_FORM, SL_SFH_DIFFSTAR_LAG);
  sl_session_set_locked (f->session, SL_PARAM_LGY_AT_MCRIT, TRUE);
  sl_session_reset_all (f->session);
  g_assert_true (sl_galaxy_check (sl_session_get_galaxy (f->session), FALSE, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat (VALUE (LGY_AT_MCRIT), ==, sl_session_get_default (f->session, SL_PARAM_LGY_AT_MCRIT));
}

static void
test_saved (void)
{
  g_autofree char *path = NULL, *message = NULL, *text = NULL;
  int fd = g_file_open_tmp ("sl-locks-XXXXXX", &path, NULL);
  SlSessionState state = { 0 };
  SlSession *session;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  g_unlink (path);
  session = sl_session_new ();
  sl_session_attach (session, path, &message);
  sl_session_set_locked (session, SL_PARAM_REDSHIFT, TRUE);
  sl_session_set_locked (session, SL_PARAM_LOGM0, TRUE);
  g_assert_true (sl_session_flush (session, &error));
  g_assert_no_error (error);
  g_assert_finalize_object (session);

  session = sl_session_new ();
  sl_session_attach (session, path, &message);
  g_assert_null (message);
  g_assert_true (sl_param_set_equal (sl_session_get_locks (session),
                                     SL_PARAM_SET (SL_PARAM_REDSHIFT, SL_PARAM_LOGM0)));
  g_assert_finalize_object (session);
  g_unlink (path);

  /* Content from another program. */
  text = g_strdup ("{\"format\":\"starloom-state\",\"version\":1,\"values\":{},\"locked\":[\"nonsense\",3,"
                   "null,[],\"h\"]}");
  g_strlcpy (state.preset, SL_SESSION_START_PRESET, sizeof state.preset);
  g_assert_true (sl_session_state_from_json (&state, text, -1, &error));
  g_assert_no_error (error);
  g_assert_true (sl_param_set_equal (state.locks, sl_param_set_of (SL_PARAM_H)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/session-locks/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("stays", test_stays);
  ADD ("presets", test_presets);
  ADD ("preset-order", test_preset_order);
  ADD ("partner", test_partner);
  ADD ("undo", test_undo);
  ADD ("meaning", test_meaning);
  g_test_add_func ("/session-locks/saved", test_saved);
  return g_test_run ();
}
