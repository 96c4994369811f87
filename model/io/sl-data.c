/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/io/sl-data.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "model/files/sl-kept-files.h"
#include "model/support/sl-check.h"
#include "model/support/sl-error.h"
#include "model/io/sl-file.h"
#include "model/support/sl-text-quote.h"

#define SUMS "SHA256SUMS"
#define SHA256_DIGITS 64
#define MOST_LIST_BYTES (1u << 20)

static char *
beside_executable (void)
{
  g_autofree char *executable = g_file_read_link ("/proc/self/exe", NULL);
  if (executable == NULL)
    return NULL;
  g_autofree char *folder = g_path_get_dirname (executable);
  g_autofree char *prefix = g_path_get_dirname (folder);
  return g_build_filename (prefix, "share", "starloom", "data", NULL);
}

char *
sl_data_path (const char *basename)
{
  g_return_val_if_fail (basename != NULL, NULL);
  g_autofree char *beside = beside_executable ();
  const char *folders[] = { g_getenv ("STARLOOM_DATA"), beside, SL_SOURCE_DATADIR, SL_PKGDATADIR };
  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      if (folders[i] == NULL || *folders[i] == 0)
        continue;
      g_autofree char *path = g_build_filename (folders[i], basename, NULL);
      if (g_file_test (path, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&path);
    }
  return g_build_filename (SL_PKGDATADIR, basename, NULL);
}

gboolean
sl_data_is_own (const char *path)
{
  g_return_val_if_fail (path != NULL, FALSE);
  g_autofree char *beside = beside_executable ();
  const char *folders[] = { beside, SL_SOURCE_DATADIR, SL_PKGDATADIR };
  char *real = realpath (path, NULL);
  g_autofree char *mine = real != NULL ? g_path_get_dirname (real) : NULL;
  gboolean own = FALSE;
  free (real);
  for (guint i = 0; i < G_N_ELEMENTS (folders) && mine != NULL && !own; i++)
    {
      char *folder = folders[i] != NULL && *folders[i] != 0 ? realpath (folders[i], NULL) : NULL;
      own = g_strcmp0 (folder, mine) == 0;
      free (folder);
    }
  return own;
}

void
sl_data_keep (void)
{
  g_autofree char *beside = beside_executable ();
  const char *folders[] = { g_getenv ("STARLOOM_DATA"), beside, SL_SOURCE_DATADIR, SL_PKGDATADIR };
  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    if (folders[i] != NULL && *folders[i] != 0)
      sl_files_keep_folder (folders[i]);
}

void
sl_data_file_free (SlDataFile *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->path);
  g_free (self->expected);
  g_free (self->found);
  g_free (self->problem);
  g_free (self);
}

static void
verify_file (SlDataFile *file)
{
  g_autoptr (GError) error = NULL;
  file->found = sl_file_checksum (file->path, _ ("a file of data"), &error);
  file->ok = g_strcmp0 (file->found, file->expected) == 0;
  if (file->found == NULL)
    file->problem = g_strdup_printf (_ ("%s. Install the program's data again."), error->message);
  else if (!file->ok)
    file->problem =
        g_strdup_printf (_ ("%s: not the file that this version was made for: expected SHA-256 %s, found %s. "
                            "Install the program's data again."),
                         file->path, file->expected, file->found);
}

/* Parses a line as sha256sum writes it: digits, a blank, a blank or "*", a plain name. folder NULL: the file
 * is where sl_data_path() finds it. */
static SlDataFile *
parse_line (const char *folder, const char *line)
{
  gsize digits = strspn (line, "0123456789abcdef");
  if (digits != SHA256_DIGITS || line[digits] != ' ' || (line[digits + 1] != ' ' && line[digits + 1] != '*'))
    return NULL;
  const char *name = line + digits + 2;
  if (*name == 0 || strchr (name, '/') != NULL)
    return NULL;
  SlDataFile *file = g_new0 (SlDataFile, 1);
  file->name = g_strdup (name);
  file->path = folder != NULL ? g_build_filename (folder, name, NULL) : sl_data_path (name);
  file->expected = g_strndup (line, digits);
  return file;
}

GPtrArray *
sl_data_verify (const char *folder, gboolean *all_ok, GError **error)
{
  g_autofree char *list = folder != NULL ? g_build_filename (folder, SUMS, NULL) : sl_data_path (SUMS);
  g_autofree char *text = sl_file_read (list, _ ("the list of checksums"), MOST_LIST_BYTES, NULL, error);
  if (text == NULL)
    return NULL;
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func ((GDestroyNotify) sl_data_file_free);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  gboolean good = TRUE;
  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (*g_strchomp (lines[i]) == 0)
        continue;
      SlDataFile *file = parse_line (folder, lines[i]);
      if (file == NULL)
        {
          g_autofree char *found = sl_text_quote (lines[i], SL_TEXT_QUOTE);
          sl_check_fail (error, list, SUMS,
                         _ ("expected a SHA-256 checksum and the name of a file in line %u, found “%s”"),
                         i + 1, found);
          return NULL;
        }
      verify_file (file);
      good &= file->ok;
      g_ptr_array_add (files, file);
    }
  if (files->len == 0)
    {
      sl_check_fail (error, list, SUMS, _ ("expected checksums, found none"));
      return NULL;
    }
  if (all_ok != NULL)
    *all_ok = good;
  return g_steal_pointer (&files);
}

void
sl_data_advise (GError **error, const char *otherwise)
{
  char *message;
  if (error == NULL || *error == NULL)
    return;
  message = g_strdup_printf (_ ("%s. Install the program's data again, %s."), (*error)->message, otherwise);
  g_free ((*error)->message);
  (*error)->message = message;
}
