/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <glib/gstdio.h>

#include "app/io/sl-points-survey.h"
#include "app/io/sl-text-lines.h"
#include "model/support/sl-error.h"

/* Points in pieces are those that are read as a whole, wherever a piece or a block of the file ends. */

/* Some blocks of a text. */
#define N_ROWS 40000

static char *folder;

static char *
path_of (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

static char *
write_text (const char *name, const char *text, gssize length)
{
  char *path = path_of (name);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, length, &error);
  g_assert_no_error (error);
  return path;
}

/* Rows whose lengths differ, with comments and empty lines between them; end: of a line. */
static char *
write_points (const char *name, const char *end, guint n, guint bad)
{
  g_autoptr (GString) text = g_string_new ("# a comment\nlogm0,sfh_model,redshift\n");

  for (guint i = 0; i < n; i++)
    {
      g_string_append_printf (text, "%u.%0*u,%s,%s\n", 10 + i % 4, 1 + i % 9, i % 7,
                              i % 3 ? "tau" : "diffstar", i == bad ? "x" : "0.25");
      if (i % 1000 == 7)
        g_string_append (text, "\n# between rows\n");
    }
  g_string_replace (text, "\n", end, 0);
  return write_text (name, text->str, (gssize) text->len);
}

static void
assert_same (const SlPoints *whole, gsize row, const SlPoints *piece, gsize i)
{
  g_assert_cmpmem (whole->values + row * whole->n_columns, whole->n_columns * sizeof (double),
                   piece->values + i * piece->n_columns, piece->n_columns * sizeof (double));
  g_assert_cmpint (whole->option[SL_OPTION_SFH_FORM][row], ==, piece->option[SL_OPTION_SFH_FORM][i]);
  g_assert_cmpuint (whole->line[row], ==, piece->line[i]);
}

static void
test_pieces (void)
{
  static const char *const ends[] = { "\n", "\r\n", "\r" };
  static const gsize sizes[] = { 1024, 4999, N_ROWS - 1, N_ROWS, N_ROWS + 1 };

  for (guint e = 0; e < G_N_ELEMENTS (ends); e++)
    {
      g_autofree char *path = write_points ("in.csv", ends[e], N_ROWS, N_ROWS);
      g_autoptr (GError) error = NULL;
      g_autoptr (SlPoints) whole = sl_points_load (path, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (whole->n, ==, N_ROWS);
      /* The header is line 2, and eight rows come before the first gap of two lines. */
      g_assert_cmpuint (whole->line[7], ==, 10);
      g_assert_cmpuint (whole->line[8], ==, 13);
      for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
        {
          g_autoptr (SlPointsReader) reader = sl_points_reader_open (path, FALSE, &error);
          SlPoints *piece = sl_points_reader_points (reader);
          gsize row = 0;

          do
            {
              g_assert_true (sl_points_reader_next (reader, sizes[s], &error));
              g_assert_cmpuint (piece->n, ==, MIN (sizes[s], N_ROWS - row));
              g_assert_cmpuint (piece->first, ==, row);
              for (gsize i = 0; i < piece->n; i++, row++)
                assert_same (whole, row, piece, i);
            }
          while (piece->n > 0);
          g_assert_cmpuint (row, ==, N_ROWS);
        }
    }
}

/* Forward and back. */
static void
test_seek (void)
{
  g_autofree char *path = write_points ("in.csv", "\n", N_ROWS, N_ROWS);
  g_autoptr (GError) error = NULL;
  g_autoptr (SlPoints) whole = sl_points_load (path, &error);
  g_autoptr (SlPointsReader) reader = sl_points_reader_open (path, FALSE, &error);
  const gsize rows[] = { 17, 39990, 3, 20000, 0 };

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_assert_true (sl_points_reader_seek (reader, rows[i], &error));
      g_assert_true (sl_points_reader_next (reader, 5, &error));
      g_assert_cmpuint (sl_points_reader_points (reader)->n, ==, 5);
      for (guint k = 0; k < 5; k++)
        assert_same (whole, rows[i] + k, sl_points_reader_points (reader), k);
    }
}

/* A file that changes between two passes is not what was checked. */
static void
test_changed (void)
{
  g_autofree char *path = write_points ("in.csv", "\n", 100, 100), *again = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (SlPointsReader) reader = sl_points_reader_open (path, FALSE, &error);

  g_assert_true (sl_points_reader_next (reader, 10, &error));
  again = write_points ("in.csv", "\n", 101, 101);
  g_assert_false (sl_points_reader_next (reader, 10, &error));
  g_assert_error (error, SL_ERROR, SL_ERROR_FILE);
  g_assert_nonnull (strstr (error->message, "changed"));
}

static void
test_survey (void)
{
  g_autofree char *path = write_points ("in.csv", "\n", N_ROWS, N_ROWS - 2);
  g_autoptr (GError) error = NULL;
  g_autoptr (SlPointsReader) strict = sl_points_reader_open (path, FALSE, &error),
                             skipping = sl_points_reader_open (path, TRUE, &error);
  SlPointsSurvey survey = { 0 };

  g_assert_false (sl_points_survey (strict, FALSE, &survey, &error));
  g_assert_error (error, SL_ERROR, SL_ERROR_DATA);
  /* Two lines before the rows, and two more behind every thousand. */
  g_assert_nonnull (strstr (error->message, "line 40081"));
  g_clear_error (&error);
  sl_points_survey_clear (&survey);
  survey = (SlPointsSurvey) { 0 };
  g_assert_true (sl_points_survey (skipping, FALSE, &survey, &error));
  g_assert_cmpuint (survey.n, ==, N_ROWS);
  g_assert_cmpuint (survey.n_bad, ==, 1);
  g_assert_nonnull (strstr (survey.first_bad, "line 40081"));
  g_assert_true (sl_points_survey_varies (&survey, SL_OPTION_SFH_FORM));
  g_assert_false (sl_points_survey_varies (&survey, SL_OPTION_IGM));
  g_assert_true (sl_param_set_has (survey.any, SL_PARAM_TAU));
  g_assert_true (sl_param_set_has (survey.any, SL_PARAM_LG_QT));
  g_assert_false (sl_param_set_has (survey.any, SL_PARAM_DPL_TAU));
  sl_points_survey_clear (&survey);
}

static void
assert_line_fails (const char *text, gsize length, const char *what)
{
  g_autofree char *path = write_text ("lines.txt", text, (gssize) length);
  g_autoptr (GError) error = NULL;
  SlTextLines *lines = sl_text_lines_open (path, "text", &error);

  g_assert_no_error (error);
  while (sl_text_lines_next (lines, &error))
    ;
  g_assert_nonnull (error);
  if (!strstr (error->message, what))
    g_error ("%s: expected %s", error->message, what);
  sl_text_lines_free (lines);
}

/* Lines of any length, whatever bytes they have. */
static void
test_lines (void)
{
  static const gsize lengths[] = { SL_TEXT_LINES_MOST + 1, 4 * SL_TEXT_LINES_MOST - 1, 4 * SL_TEXT_LINES_MOST,
                                   4 * SL_TEXT_LINES_MOST + 1, 13 * SL_TEXT_LINES_MOST };
  g_autofree char *good = g_strnfill (SL_TEXT_LINES_MOST, 'x'), *path = write_text ("good.txt", good, -1);
  g_autoptr (GError) error = NULL;
  SlTextLines *lines = sl_text_lines_open (path, "text", &error);

  g_assert_cmpuint (strlen (sl_text_lines_next (lines, &error)), ==, SL_TEXT_LINES_MOST);
  g_assert_null (sl_text_lines_next (lines, &error));
  g_assert_no_error (error);
  sl_text_lines_free (lines);
  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autofree char *text = g_strnfill (lengths[i], 'x'),
                      *found = g_strdup_printf ("found %zu", lengths[i]),
                      *two = g_strconcat ("one\n", text, "\nthree\n", NULL);

      assert_line_fails (text, lengths[i], found);
      assert_line_fails (two, strlen (two), found);
    }
  assert_line_fails ("a\0b\n", 4, "neither");
  assert_line_fails ("a\xff\n", 3, "neither");
}

int
main (int argc, char **argv)
{
  const char *const names[] = { "in.csv", "lines.txt", "good.txt" };
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("starloom-points-XXXXXX", NULL);
  g_test_add_func ("/points-reader/pieces", test_pieces);
  g_test_add_func ("/points-reader/seek", test_seek);
  g_test_add_func ("/points-reader/changed", test_changed);
  g_test_add_func ("/points-reader/survey", test_survey);
  g_test_add_func ("/points-reader/lines", test_lines);
  status = g_test_run ();
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = path_of (names[i]);

      g_unlink (path);
    }
  g_rmdir (folder);
  g_free (folder);
  return status;
}
