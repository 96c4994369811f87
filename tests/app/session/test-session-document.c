/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files: saving, opening, other locales, and random damage. */
#include <locale.h>
#include <math.h>
#include <string.h>

#include "app/session/sl-autosave.h"
#include "app/session/sl-scenes.h"
#include "app/session/sl-session-state.h"
#include "model/support/sl-error.h"
#include "tests/app/session/session.h"

/* Number of damaged files. */
#define N_MUTATIONS 4000

typedef struct {
  Fixture f; /* first: its macros and set_up serve here */
  char *folder, *path, *state_path;
} Files;

static void
files_set_up (Files *t, gconstpointer data)
{
  set_up (&t->f, data);
  t->folder = g_dir_make_tmp ("sl-document-XXXXXX", NULL);
  t->path = g_build_filename (t->folder, "A galaxy ü.starloom", NULL);
  t->state_path = g_build_filename (t->folder, "session.json", NULL);
}

static void
files_tear_down (Files *t, gconstpointer data)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  tear_down (&t->f, data);
  dir = g_dir_open (t->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (t->folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (t->folder);
  g_free (t->folder);
  g_free (t->path);
  g_free (t->state_path);
}

static const SlTable *
table (void)
{
  return sl_table_intern ("rates.csv", (double[]) { 0.1, 3.0, 13.7 }, (double[]) { 0.0, 2.5, 1.0 / 3.0 }, 3,
                          NULL);
}

/* A session with at least one of everything. */
static void
fill (SlSession *session)
{
  static const char *const lines[] = { "Halpha", "OIII5007", NULL };

  sl_session_set_line_names (session, lines, 2);
  sl_session_apply_preset (session, "main-sequence");
  sl_session_pin (session);
  sl_session_set_value (session, SL_PARAM_LOGM0, 12.0 + 1.0 / 3.0);
  sl_session_set_option (session, SL_OPTION_IGM, TRUE);
  sl_session_pin (session);
  sl_session_rename_pin (session, 1, "größer “quoted” \\");
  sl_session_show_pin (session, 1, FALSE);
  g_assert_true (sl_session_set_table (session, SL_OPTION_SFH_FORM, table (), NULL));
  sl_session_set_line (session, 1, FALSE);
  sl_session_pin (session);
  sl_session_set_line (session, 0, FALSE);
  sl_session_set_differences (session, TRUE);
  sl_session_set_tiling (session, SL_TILING_SIX);
  sl_session_set_tile (session, 5, "of-another-program");
  sl_session_set_tile_choice (session, 0, "quantity", "ab");
  sl_session_set_locked (session, SL_PARAM_AV_OLD, TRUE);
  sl_session_set_follow (session, FALSE);
  sl_session_set_gradient (session, SL_PARAM_AV_OLD);
  sl_session_set_more_gradients (session, SL_PARAM_SET (SL_PARAM_AV_YOUNG, SL_PARAM_REDSHIFT));
  sl_session_set_focus (session, "lgsfr");
}

static void
assert_same_galaxy (const SlGalaxy *a, const SlGalaxy *b)
{
  g_assert_cmpmem (a->value, sizeof a->value, b->value, sizeof b->value);
  g_assert_true (sl_galaxy_same_options (a, b));
}

static void
assert_same (SlSession *a, SlSession *b)
{
  assert_same_galaxy (sl_session_get_galaxy (a), sl_session_get_galaxy (b));
  g_assert_cmpstr (sl_session_get_preset (a), ==, sl_session_get_preset (b));
  g_assert_true (sl_param_set_equal (sl_session_get_locks (a), sl_session_get_locks (b)));
  g_assert_cmpint (sl_session_get_gradient (a), ==, sl_session_get_gradient (b));
  g_assert_true (sl_param_set_equal (sl_session_get_more_gradients (a), sl_session_get_more_gradients (b)));
  g_assert_cmpstr (sl_session_get_focus (a), ==, sl_session_get_focus (b));
  g_assert_cmpint (sl_session_get_follow (a), ==, sl_session_get_follow (b));
  g_assert_cmpint (sl_session_get_differences (a), ==, sl_session_get_differences (b));
  g_assert_cmpuint (sl_session_n_pins (a), ==, sl_session_n_pins (b));
  for (guint i = 0; i < sl_session_n_pins (a); i++)
    {
      g_assert_cmpstr (sl_session_get_pin (a, i)->name, ==, sl_session_get_pin (b, i)->name);
      g_assert_cmpint (sl_session_get_pin (a, i)->shown, ==, sl_session_get_pin (b, i)->shown);
      assert_same_galaxy (&sl_session_get_pin (a, i)->galaxy, &sl_session_get_pin (b, i)->galaxy);
    }
  g_assert_true (sl_session_layout_equal (sl_session_get_layout (a), sl_session_get_layout (b)));
}

/* Saved in one locale, opened in another: the same bit for bit. */
static void
round_trip (Files *t, const char *saving, const char *opening)
{
  static const char *const lines[] = { "Halpha", "OIII5007", NULL };
  g_autoptr (SlSession) other = sl_session_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (!setlocale (LC_ALL, opening) || !setlocale (LC_ALL, saving))
    {
      setlocale (LC_ALL, "C.UTF-8");
      g_test_skip ("no such locale");
      return;
    }
  fill (t->f.session);
  g_assert_true (sl_session_save_as (t->f.session, t->path, &error));
  g_assert_no_error (error);
  setlocale (LC_ALL, opening);
  sl_session_set_line_names (other, lines, 2);
  g_assert_true (sl_session_open (other, t->path, &error));
  setlocale (LC_ALL, "C.UTF-8");
  g_assert_no_error (error);
  assert_same (t->f.session, other);
  g_assert_cmpstr (sl_session_get_document (other), ==, t->path);
  g_assert_true (g_file_get_contents (t->path, &text, NULL, NULL));
  g_assert_null (strstr (text, t->folder));
  g_assert_nonnull (strstr (text, SL_VERSION));
  g_assert_nonnull (strstr (text, "Gyr"));
}

static void
test_round_trip (Files *t, gconstpointer data)
{
  round_trip (t, "C.UTF-8", "C.UTF-8");
}

static void
test_comma (Files *t, gconstpointer data)
{
  round_trip (t, "de_DE.UTF-8", "C.UTF-8");
}

static void
test_comma_back (Files *t, gconstpointer data)
{
  round_trip (t, "C.UTF-8", "de_DE.UTF-8");
}

/* Undo brings back what was there, its document included. */
static void
test_open_is_a_step (Files *t, gconstpointer data)
{
  Fixture *f = &t->f;
  g_autofree char *name = NULL;

  fill (f->session);
  g_assert_true (sl_session_save_as (f->session, t->path, NULL));
  name = sl_session_document_name (f->session);
  g_assert_cmpstr (name, ==, "A galaxy ü");
  g_assert_false (sl_session_get_document_modified (f->session));
  sl_session_new_document (f->session);
  g_assert_null (sl_session_get_document (f->session));
  g_assert_false (sl_session_get_document_modified (f->session));
  g_assert_cmpuint (sl_session_n_pins (f->session), ==, 0);
  g_assert_true (sl_param_set_is_empty (sl_session_get_locks (f->session)));
  g_assert_cmpint (sl_session_get_layout (f->session)->tiling, ==, SL_TILING_AUTO);
  SET (LOGM0, 14);
  g_assert_true (sl_session_get_document_modified (f->session));
  g_assert_true (sl_session_open (f->session, t->path, NULL));
  g_assert_cmpuint (sl_session_n_pins (f->session), ==, 3);
  g_assert_cmpstr (sl_session_get_focus (f->session), ==, "lgsfr");
  g_assert_true (sl_session_undo (f->session));
  g_assert_cmpfloat (VALUE (LOGM0), ==, 14);
  g_assert_null (sl_session_get_document (f->session));
  g_assert_cmpstr (sl_session_get_focus (f->session), ==, "rest:LSST/g-r");
  g_assert_true (sl_session_redo (f->session));
  g_assert_cmpstr (sl_session_get_document (f->session), ==, t->path);
  g_assert_false (sl_session_get_document_modified (f->session));
  SET (LOGM0, 15);
  g_assert_true (sl_session_get_document_modified (f->session));
  sl_session_undo (f->session);
  g_assert_false (sl_session_get_document_modified (f->session));
  /* Opening the same file again is no step. */
  g_assert_true (sl_session_open (f->session, t->path, NULL));
  g_assert_true (sl_session_get_can_redo (f->session));
}

/* Steps from before saving belong to the same document. */
static void
test_save_as_stays (Files *t, gconstpointer data)
{
  Fixture *f = &t->f;

  SET (LOGM0, 13);
  g_assert_true (sl_session_save_as (f->session, t->path, NULL));
  sl_session_undo (f->session);
  g_assert_cmpstr (sl_session_get_document (f->session), ==, t->path);
  g_assert_true (sl_session_get_document_modified (f->session));
}

/* A preset or a figure is another document: saving never writes it over the file, undo brings the file back,
 * and what was not saved is kept. */
static void
test_preset_detaches (Files *t, gconstpointer data)
{
  static const char *const names[] = { "main-sequence", "fig7" };
  Fixture *f = &t->f;

  sl_session_scene_set_maker (sl_scene_make);
  sl_session_attach (f->session, t->state_path, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *name = NULL, *before = NULL, *after = NULL;
      g_auto (GStrv) none = sl_session_list_aside (f->session), kept = NULL;

      SET (LOGM0, 13.5);
      g_assert_true (sl_session_save_as (f->session, t->path, NULL));
      g_assert_true (g_file_get_contents (t->path, &before, NULL, NULL));
      g_assert_true (sl_session_apply_preset (f->session, names[i]));
      g_assert_null (sl_session_get_document (f->session));
      name = sl_session_document_name (f->session);
      g_assert_null (name);
      sl_session_undo (f->session);
      g_assert_cmpstr (sl_session_get_document (f->session), ==, t->path);
      g_assert_false (sl_session_get_document_modified (f->session));
      sl_session_redo (f->session);
      g_assert_null (sl_session_get_document (f->session));
      g_assert_true (g_file_get_contents (t->path, &after, NULL, NULL));
      g_assert_cmpstr (before, ==, after);
      /* With changes. */
      sl_session_undo (f->session);
      SET (LOGM0, 14.25 + i);
      sl_session_apply_preset (f->session, names[i]);
      kept = sl_session_list_aside (f->session);
      g_assert_cmpuint (g_strv_length (kept), ==, g_strv_length (none) + 1);
      g_assert_true (sl_session_open (f->session, kept[0], NULL));
      g_assert_cmpfloat (VALUE (LOGM0), ==, 14.25 + i);
      g_assert_null (sl_session_get_document (f->session));
    }
}

/* Each piece of unsaved work has a file of its own, up to a number, and the same work has one. */
static void
test_many_aside (Files *t, gconstpointer data)
{
  Fixture *f = &t->f;
  g_auto (GStrv) all = NULL;

  sl_session_attach (f->session, t->state_path, NULL);
  g_assert_true (sl_session_put_aside (f->session, NULL));
  all = sl_session_list_aside (f->session);
  g_assert_cmpuint (g_strv_length (all), ==, 0);
  for (guint i = 0; i < SL_AUTOSAVE_MOST_ASIDE + 5; i++)
    {
      SET (LOGM0, 13.0 + 0.01 * i);
      g_assert_true (sl_session_put_aside (f->session, NULL));
      g_assert_true (sl_session_put_aside (f->session, NULL));
      g_strfreev (all);
      all = sl_session_list_aside (f->session);
      g_assert_cmpuint (g_strv_length (all), ==, MIN (i + 1, SL_AUTOSAVE_MOST_ASIDE));
    }
  for (guint i = 0; i < SL_AUTOSAVE_MOST_ASIDE / 2; i++)
    {
      g_assert_true (sl_session_open (f->session, all[i], NULL));
      g_assert_cmpfloat (VALUE (LOGM0), ==, 13.0 + 0.01 * (SL_AUTOSAVE_MOST_ASIDE + 4 - i));
    }
}

/* The file's name and whether it is saved are restored by the next session. */
static void
test_after_restart (Files *t, gconstpointer data)
{
  for (guint changed = 0; changed < 2; changed++)
    {
      g_autoptr (SlSession) first = sl_session_new (), second = sl_session_new ();
      g_autofree char *message = NULL;

      g_unlink (t->state_path);
      sl_session_attach (first, t->state_path, &message);
      fill (first);
      g_assert_true (sl_session_save_as (first, t->path, NULL));
      if (changed)
        sl_session_set_value (first, SL_PARAM_H, 0.7);
      g_assert_true (sl_session_flush (first, NULL));
      sl_session_attach (second, t->state_path, &message);
      g_assert_null (message);
      g_assert_cmpstr (sl_session_get_document (second), ==, t->path);
      g_assert_cmpint (sl_session_get_document_modified (second), ==, changed);
      assert_same_galaxy (sl_session_get_galaxy (first), sl_session_get_galaxy (second));
    }
}

/* Unsaved work is kept in a file when another file is opened. */
static void
test_aside (Files *t, gconstpointer data)
{
  Fixture *f = &t->f;
  g_autofree char *none = NULL, *aside = NULL;

  sl_session_attach (f->session, t->state_path, NULL);
  g_assert_true (sl_session_save_as (f->session, t->path, NULL));
  g_assert_true (sl_session_open (f->session, t->path, NULL));
  none = sl_session_aside_path (f->session);
  g_assert_null (none);
  sl_session_new_document (f->session);
  SET (LOGM0, 14);
  g_assert_true (sl_session_open (f->session, t->path, NULL));
  g_assert_cmpfloat (VALUE (LOGM0), ==, 12);
  aside = sl_session_aside_path (f->session);
  g_assert_nonnull (aside);
  g_assert_true (sl_session_open (f->session, aside, NULL));
  g_assert_cmpfloat (VALUE (LOGM0), ==, 14);
  g_assert_null (sl_session_get_document (f->session));
}

static void
test_broken (Files *t, gconstpointer data)
{
  static const struct { const char *text, *says;
  } cases[] = {
    { "", "A galaxy" },
    { "<html>", ".starloom: line 1, column " },
    { "{\n  \"format\": nonsense }", ".starloom: line 2, column " },
    { "{\"format\": \"other\"}", "expected the state of a session" },
    { "{\"format\": \"starloom-state\", \"values\": {}}", "expected version 1, found none" },
    { "{\"format\": \"starloom-state\", \"version\": 7, \"program\": \"9.9\"}",
      "found version 7, written by Starloom 9.9" },
    { "{\"format\": \"starloom-state\", \"version\": 1, \"values\": {}, \"pins\": 3}", "pins" },
    { "{\"format\": \"starloom-state\", \"version\": 1, \"values\": {}, \"pins\": [3]}", "pinned galaxy 1" },
    { "{\"format\": \"starloom-state\", \"version\": 1, \"values\": {}, \"pins\": [{\"values\": {\"logm0\": "
      "\"x\"}}]}",
      "logm0”: expected a number, found \"x\"" },
  };
  Fixture *f = &t->f;
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) deep = g_string_new (NULL);

  SET (LOGM0, 13);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_true (g_file_set_contents (t->path, cases[i].text, -1, NULL));
      g_assert_false (sl_session_open (f->session, t->path, &error));
      g_assert_nonnull (error);
      g_assert_nonnull (strstr (error->message, "A galaxy ü.starloom"));
      g_assert_nonnull (strstr (error->message, cases[i].says));
      g_clear_error (&error);
    }
  /* A million brackets do not end the program. */
  for (guint i = 0; i < 1000000; i++)
    g_string_append_c (deep, '[');
  g_assert_true (g_file_set_contents (t->path, deep->str, -1, NULL));
  g_assert_false (sl_session_open (f->session, t->path, &error));
  g_assert_nonnull (strstr (error->message, "brackets"));
  g_clear_error (&error);
  g_assert_false (sl_session_open (f->session, t->folder, &error));
  g_assert_error (error, SL_ERROR, SL_ERROR_FILE);
  g_clear_error (&error);
  g_assert_false (sl_session_open (f->session, "/nowhere/at.all", &error));
  g_assert_error (error, SL_ERROR, SL_ERROR_FILE);
  g_clear_error (&error);
  g_assert_false (sl_session_save_as (f->session, "/nowhere/at.all", &error));
  g_assert_error (error, SL_ERROR, SL_ERROR_FILE);
  /* Nothing has changed. */
  g_assert_cmpfloat (VALUE (LOGM0), ==, 13);
  g_assert_null (sl_session_get_document (f->session));
  g_assert_true (sl_session_undo (f->session));
  g_assert_false (sl_session_get_can_undo (f->session));
}

static void
test_forgiving (Files *t, gconstpointer data)
{
  static const char text[] =
    "{\"format\": \"starloom-state\", \"version\": 1, \"values\": {\"logm0\": 12.5}, \"pins\": ["
    "{\"name\": 3, \"values\": {\"logm0\": 99}}, {\"name\": \" \", \"shown\": 1, \"values\": {}},"
    "{\"values\": {}}, {\"values\": {}}, {\"values\": {}}, {\"values\": {}}, {\"values\": {}}],"
    "\"differences\": \"yes\", \"layout\": {\"tiling\": \"spiral\", \"tiles\": [3, {\"figure\": \"\"},"
    "{\"figure\": \"sed\", \"choices\": 7}, {\"figure\": \"a-name-that-is-longer-than-any-there-is\"}]}}";
  Fixture *f = &t->f;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (t->path, text, -1, NULL));
  g_assert_true (sl_session_open (f->session, t->path, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (sl_session_n_pins (f->session), ==, SL_SESSION_MAX_PINS);
  g_assert_cmpstr (sl_session_get_pin (f->session, 0)->name, ==, "A");
  g_assert_cmpfloat (sl_session_get_pin (f->session, 0)->galaxy.value[SL_PARAM_LOGM0], ==, 15.5);
  g_assert_cmpstr (sl_session_get_pin (f->session, 1)->name, ==, "B");
  g_assert_false (sl_session_get_differences (f->session));
  g_assert_cmpuint (sl_session_get_layout (f->session)->n_tiles, ==, 1);
  g_assert_cmpint (sl_session_get_layout (f->session)->tiling, ==, SL_TILING_AUTO);
}

/* --- random damage -------------------------------------------------------- */

/* Damages a text in some places. */
static void
mutate (GString *text, GRand *rand)
{
  static const char *const words[] = { "null",      "{}",      "[]",      "1e999",
                                       "-1e999",    "NaN",     "\"\"",    "true",
                                       "[[",        "}",       ",",       ":",
                                       "\"",        "\\u0000", "\\ud800", "99999999999999999999",
                                       "0.0000001", "\"A\"",   "-" };
  const guint n = g_rand_int_range (rand, 1, 6);

  for (guint i = 0; i < n && text->len; i++)
    {
      const gsize at = g_rand_int_range (rand, 0, (gint32) text->len);
      gsize end = at;

      switch (g_rand_int_range (rand, 0, 6))
        {
        case 0:
          text->str[at] = (char) g_rand_int_range (rand, 0, 256);
          break;
        case 1:
          end = at + g_rand_int_range (rand, 1, 40);
          g_string_erase (text, (gssize) at, (gssize) (MIN (end, text->len) - at));
          break;
        case 2:
          g_string_insert (text, at, words[g_rand_int_range (rand, 0, G_N_ELEMENTS (words))]);
          break;
        case 3:
          {
            g_autofree char *copy = g_strndup (text->str + at, g_rand_int_range (rand, 1, 200));

            g_string_insert (text, g_rand_int_range (rand, 0, (gint32) text->len), copy);
          }
          break;
        case 4:
          if (g_rand_int_range (rand, 0, 20) == 0)
            g_string_truncate (text, at);
          break;
        default:
          /* A whole value: from a colon to the end of the line. */
          while (end < text->len && text->str[end] != ':')
            end++;
          if (end == text->len)
            break;
          end++;
          g_string_erase (text, (gssize) end, (gssize) strcspn (text->str + end, ",\n"));
          g_string_insert (text, end, words[g_rand_int_range (rand, 0, G_N_ELEMENTS (words))]);
        }
    }
}

static void
assert_valid (const SlSessionState *state)
{
  g_assert_true (sl_galaxy_check (&state->galaxy, FALSE, NULL));
  g_assert_cmpuint (state->desk.n_pins, <=, SL_SESSION_MAX_PINS);
  for (guint i = 0; i < state->desk.n_pins; i++)
    {
      g_assert_true (sl_galaxy_check (&state->desk.pin[i].galaxy, FALSE, NULL));
      g_assert_true (g_utf8_validate (state->desk.pin[i].name, -1, NULL));
      g_assert_cmpstr (state->desk.pin[i].name, !=, "");
    }
  g_assert_cmpuint (state->desk.layout.n_tiles, >=, 1);
  g_assert_cmpuint (state->desk.layout.n_tiles, <=, SL_SESSION_MAX_TILES);
  g_assert_cmpuint (state->desk.layout.tiling, <, SL_N_TILINGS);
  for (guint i = 0; i < state->desk.layout.n_tiles; i++)
    {
      guint8 choice[SL_FIGURE_MAX_CHOICES];

      g_assert_nonnull (sl_session_tile_info (&state->desk.layout.tile[i]));
      sl_session_tile_fill_choices (&state->desk.layout.tile[i], choice);
    }
  g_assert_cmpuint (state->gradient, <, SL_N_PARAMS);
  g_assert_true (g_utf8_validate (state->focus, -1, NULL));
}

static void
test_chance (Files *t, gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (17);
  g_autofree char *good = NULL;
  gsize length;
  guint n_read = 0;

  fill (t->f.session);
  g_assert_true (sl_session_save_as (t->f.session, t->path, NULL));
  g_assert_true (g_file_get_contents (t->path, &good, &length, NULL));
  for (guint i = 0; i < N_MUTATIONS; i++)
    {
      g_autoptr (GString) text = g_string_new_len (good, (gssize) length);
      g_autoptr (GError) error = NULL;
      SlSessionState state, again;

      mutate (text, rand);
      sl_session_state_init (&state);
      if (!sl_session_state_from_json (&state, text->str, (gssize) text->len, &error))
        {
          g_assert_nonnull (error);
          continue;
        }
      n_read++;
      assert_valid (&state);
      /* A state that was read can be written and read again. */
      if (i % 16 == 0)
        {
          g_autofree char *written = sl_session_state_to_json (&state);

          sl_session_state_init (&again);
          sl_session_state_from_json (&again, written, -1, &error);
          g_assert_no_error (error);
          g_assert_cmpmem (again.galaxy.value, sizeof again.galaxy.value, state.galaxy.value,
                           sizeof state.galaxy.value);
          g_assert_true (sl_session_desk_same_pins (&again.desk, &state.desk));
          g_assert_true (sl_session_layout_equal (&again.desk.layout, &state.desk.layout));
        }
    }
  /* Both outcomes occurred: files that can be read, and files that cannot. */
  g_assert_cmpuint (n_read, >, N_MUTATIONS / 10);
  g_assert_cmpuint (n_read, <, N_MUTATIONS);
}

/* The same for the copy on disk: it never prevents a start. */
static void
test_start_from_broken (Files *t, gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  g_autofree char *good = NULL;
  gsize length;

  fill (t->f.session);
  g_assert_true (sl_session_save_as (t->f.session, t->path, NULL));
  g_assert_true (g_file_get_contents (t->path, &good, &length, NULL));
  for (guint i = 0; i < 100; i++)
    {
      g_autoptr (GString) text = g_string_new_len (good, (gssize) length);
      g_autoptr (SlSession) session = sl_session_new ();
      g_autofree char *message = NULL;

      mutate (text, rand);
      g_assert_true (g_file_set_contents (t->state_path, text->str, (gssize) text->len, NULL));
      sl_session_attach (session, t->state_path, &message);
      g_assert_true (sl_galaxy_check (sl_session_get_galaxy (session), FALSE, NULL));
      g_assert_false (sl_session_get_can_undo (session));
    }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function)                                                                                  \
  g_test_add ("/session-document/" path, Files, NULL, files_set_up, function, files_tear_down)
  ADD ("round-trip", test_round_trip);
  ADD ("comma", test_comma);
  ADD ("comma-back", test_comma_back);
  ADD ("open-is-a-step", test_open_is_a_step);
  ADD ("save-as-stays", test_save_as_stays);
  ADD ("after-restart", test_after_restart);
  ADD ("aside", test_aside);
  ADD ("preset-detaches", test_preset_detaches);
  ADD ("many-aside", test_many_aside);
  ADD ("broken", test_broken);
  ADD ("forgiving", test_forgiving);
  ADD ("chance", test_chance);
  ADD ("start-from-broken", test_start_from_broken);
  return g_test_run ();
}
