/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/session/sl-autosave.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "model/files/sl-new-file.h"

#define DELAY_MS 1000
/* Copies of windows that are open at the same time. */
#define MOST_COPIES 64

struct _SlAutosave {
  gpointer document;
  SlAutosaveWrite write;
  SlAutosaveFailed failed;
  char *path;
  guint timeout;   /* 0: nothing to write */
  int lock;        /* of the copy; -1: none */
};

SlAutosave *
sl_autosave_new (gpointer document, SlAutosaveWrite write, SlAutosaveFailed failed)
{
  SlAutosave *self = g_new0 (SlAutosave, 1);

  self->document = document;
  self->write = write;
  self->failed = failed;
  self->lock = -1;
  return self;
}

void
sl_autosave_free (SlAutosave *self)
{
  sl_autosave_forget (self);
  if (self->lock >= 0)
    close (self->lock);
  g_free (self->path);
  g_free (self);
}

void
sl_autosave_set_path (SlAutosave *self, const char *path)
{
  char *old = self->path;
  g_autofree char *folder = path ? g_path_get_dirname (path) : NULL;

  /* What a program that was killed has left. */
  if (folder)
    sl_files_clean (folder);
  self->path = g_strdup (path);
  g_free (old);
}

static void
save_cb (gpointer data)
{
  SlAutosave *self = data;
  g_autoptr (GError) error = NULL;

  self->timeout = 0;
  if (!sl_autosave_flush (self, &error))
    self->failed (self->document, error);
}

void
sl_autosave_soon (SlAutosave *self)
{
  if (self->path && self->timeout == 0)
    self->timeout = g_timeout_add_once (DELAY_MS, save_cb, self);
}

void
sl_autosave_forget (SlAutosave *self)
{
  g_clear_handle_id (&self->timeout, g_source_remove);
}

gboolean
sl_autosave_get_pending (SlAutosave *self)
{
  return self->timeout != 0;
}

static gboolean
make_folder (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (g_mkdir_with_parents (folder, 0700) == 0)
    return TRUE;
  {
    const int saved = errno;

    g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (saved), _ ("%s: cannot be created: %s"),
                 folder, g_strerror (saved));
  }
  return FALSE;
}

gboolean
sl_autosave_flush (SlAutosave *self, GError **error)
{
  sl_autosave_forget (self);
  return !self->path || (make_folder (self->path, error) && self->write (self->document, self->path, error));
}

char *
sl_autosave_set_aside (SlAutosave *self)
{
  g_autofree char *aside = g_strconcat (self->path, ".bad", NULL);

  return g_rename (self->path, aside) == 0 ? g_steal_pointer (&aside) : NULL;
}

char *
sl_autosave_default_path (const char *name)
{
  return g_build_filename (g_get_user_state_dir (), "starloom", name, NULL);
}

/* --- copies of several windows ---------------------------------------------- */

/* "NAME-NUMBER.ENDING"; the first is NAME itself. g_free. */
static char *
numbered (const char *name, guint number)
{
  const char *dot = strrchr (name, '.');
  const int n = dot ? (int) (dot - name) : (int) strlen (name);

  return number == 1 ? g_strdup (name) : g_strdup_printf ("%.*s-%u%s", n, name, number, dot ? dot : "");
}

static char *
copy_path (const char *name, guint number)
{
  g_autofree char *file = numbered (name, number);

  return sl_autosave_default_path (file);
}

/* Locks the copy at a path as long as the file is open, also against windows of this process. -1: somebody
 * else has it. Where files cannot be locked, everybody gets it. */
static int
take_lock (const char *path)
{
  g_autofree char *name = g_strconcat (path, ".lock", NULL);
  const int lock = g_open (name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  if (lock < 0 || flock (lock, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK)
    return lock;
  close (lock);
  return -1;
}

/* Whether the lock at a path is somebody's. */
static gboolean
is_taken (const char *path)
{
  g_autofree char *name = g_strconcat (path, ".lock", NULL);
  const int lock = g_open (name, O_RDWR | O_CLOEXEC, 0600);
  gboolean taken;

  if (lock < 0)
    return FALSE;
  taken = flock (lock, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  close (lock);
  return taken;
}

char *
sl_autosave_claim (SlAutosave *self, const char *name)
{
  g_autofree char *first = copy_path (name, 1);

  if (!make_folder (first, NULL))
    return g_steal_pointer (&first);
  for (int existing = TRUE; existing >= FALSE; existing--)
    for (guint number = 1; number <= MOST_COPIES; number++)
      {
        g_autofree char *path = copy_path (name, number);

        if (existing && !g_file_test (path, G_FILE_TEST_EXISTS))
          continue;
        if ((self->lock = take_lock (path)) >= 0)
          return g_steal_pointer (&path);
      }
  return g_steal_pointer (&first);
}

guint
sl_autosave_count_left (const char *name)
{
  guint n = 0;

  for (guint number = 1; number <= MOST_COPIES; number++)
    {
      g_autofree char *path = copy_path (name, number);

      n += g_file_test (path, G_FILE_TEST_EXISTS) && !is_taken (path);
    }
  return n;
}

/* Whether anybody else has a copy of this name, or left one. */
static gboolean
has_others (SlAutosave *self, const char *name)
{
  for (guint number = 1; number <= MOST_COPIES; number++)
    {
      g_autofree char *path = copy_path (name, number);

      if (g_strcmp0 (path, self->path) != 0 && (g_file_test (path, G_FILE_TEST_EXISTS) || is_taken (path)))
        return TRUE;
    }
  return FALSE;
}

gboolean
sl_autosave_leave (SlAutosave *self, const char *name, gboolean worth,
                   gboolean (*put_aside) (gpointer document, GError **error), gboolean keep, GError **error)
{
  if (keep && (worth || !has_others (self, name)))
    return sl_autosave_flush (self, error);
  if (!keep && !put_aside (self->document, error))
    return FALSE;
  sl_autosave_forget (self);
  if (self->path)
    g_unlink (self->path);
  return TRUE;
}

/* --- unsaved work ----------------------------------------------------------- */

typedef struct {
  char *path;
  guint number;
} Aside;

static void
aside_clear (gpointer aside)
{
  g_free (((Aside *) aside)->path);
}

static int
compare_aside (gconstpointer a, gconstpointer b)
{
  const Aside *first = a, *second = b;

  return first->number < second->number ? 1 : -(first->number > second->number);
}

/* The number of a file that is NAME or NAME-NUMBER; -1: another file. */
static int
aside_number (const char *name, const char *file)
{
  const char *dot = strrchr (name, '.');
  const gsize n = dot ? (gsize) (dot - name) : strlen (name);
  char *end;
  gint64 number;

  if (strcmp (file, name) == 0)
    return 0;
  if (strncmp (file, name, n) != 0 || file[n] != '-' || !g_ascii_isdigit (file[n + 1]))
    return -1;
  number = g_ascii_strtoll (file + n + 1, &end, 10);
  return strcmp (end, dot ? dot : "") == 0 && number > 0 && number < G_MAXINT ? (int) number : -1;
}

/* (Aside), the newest first; g_array_unref. */
static GArray *
find_aside (SlAutosave *self, const char *name)
{
  GArray *all = g_array_new (FALSE, FALSE, sizeof (Aside));
  g_autofree char *folder = self->path ? g_path_get_dirname (self->path) : NULL;
  g_autoptr (GDir) dir = folder ? g_dir_open (folder, 0, NULL) : NULL;
  const char *file;

  g_array_set_clear_func (all, aside_clear);
  while (dir && (file = g_dir_read_name (dir)))
    {
      const int number = aside_number (name, file);

      if (number >= 0)
        {
          const Aside aside = { g_build_filename (folder, file, NULL), (guint) number };

          g_array_append_val (all, aside);
        }
    }
  g_array_sort (all, compare_aside);
  return all;
}

static gboolean
same_content (const char *a, const char *b)
{
  g_autofree char *first = NULL, *second = NULL;
  gsize n, m;

  return g_file_get_contents (a, &first, &n, NULL) && g_file_get_contents (b, &second, &m, NULL) && n == m
         && memcmp (first, second, n) == 0;
}

gboolean
sl_autosave_put_aside (SlAutosave *self, const char *name, SlAutosaveWrite write, GError **error)
{
  g_autoptr (GArray) before = NULL;
  g_autofree char *folder = NULL, *file = NULL, *path = NULL;
  const Aside *last;

  if (!self->path)
    return TRUE;
  if (!make_folder (self->path, error))
    return FALSE;
  before = find_aside (self, name);
  last = before->len ? &g_array_index (before, Aside, 0) : NULL;
  folder = g_path_get_dirname (self->path);
  /* 0 and 1 look alike in numbered(). */
  file = numbered (name, MAX (last ? last->number + 1 : 2, 2));
  path = g_build_filename (folder, file, NULL);
  if (!write (self->document, path, error))
    return FALSE;
  if (last && same_content (last->path, path))
    {
      g_unlink (path);
      return TRUE;
    }
  for (guint i = SL_AUTOSAVE_MOST_ASIDE - 1; i < before->len; i++)
    g_unlink (g_array_index (before, Aside, i).path);
  return TRUE;
}

char **
sl_autosave_list_aside (SlAutosave *self, const char *name)
{
  g_autoptr (GArray) all = find_aside (self, name);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < all->len; i++)
    g_strv_builder_add (builder, g_array_index (all, Aside, i).path);
  return g_strv_builder_end (builder);
}

gboolean
sl_autosave_is_aside (SlAutosave *self, const char *name, const char *path)
{
  g_auto (GStrv) all = sl_autosave_list_aside (self, name);

  return g_strv_contains ((const char *const *) all, path);
}
