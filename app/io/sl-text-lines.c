/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/io/sl-text-lines.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "model/io/sl-file.h"
#include "model/support/sl-descriptor.h"
#include "model/support/sl-error.h"

/* More than the longest line. */
#define BLOCK_BYTES ((gsize) 4 * SL_TEXT_LINES_MOST)
/* Most bytes of a character: a block may end within one. */
#define MOST_CHARACTER 4

struct _SlTextLines {
  char *path, *what;
  int fd;
  guint64 at;       /* of the file, behind the block */
  gsize begin, end; /* of what is left of the block */
  gsize number;
  gboolean at_end; /* the file has no more than the block */
  char *block;     /* (BLOCK_BYTES + 1) */
};

SlTextLines *
sl_text_lines_open (const char *path, const char *what, GError **error)
{
  const int fd = sl_file_open (path, what, NULL, error);
  SlTextLines *self;

  if (fd < 0)
    return NULL;
  self = g_new0 (SlTextLines, 1);
  self->path = g_strdup (path);
  self->what = g_strdup (what);
  self->fd = fd;
  self->block = g_malloc0 (BLOCK_BYTES + 1);
  return self;
}

void
sl_text_lines_free (SlTextLines *self)
{
  if (!self)
    return;
  close (self->fd);
  g_free (self->path);
  g_free (self->what);
  g_free (self->block);
  g_free (self);
}

void
sl_text_lines_rewind (SlTextLines *self)
{
  self->at = 0;
  self->begin = self->end = self->number = 0;
  self->at_end = FALSE;
}

gsize
sl_text_lines_number (const SlTextLines *self)
{
  return self->number;
}

static gboolean
fail_kind (const SlTextLines *self, GError **error)
{
  g_set_error (error, SL_ERROR, SL_ERROR_FILE, _ ("%s: expected %s, found neither"), self->path, self->what);
  return FALSE;
}

static gboolean
fail_length (const SlTextLines *self, gsize length, GError **error)
{
  g_autofree char *message =
      g_strdup_printf (_ ("expected at most %d bytes, found %zu"), SL_TEXT_LINES_MOST, length);

  g_set_error (error, SL_ERROR, SL_ERROR_DATA, _ ("%s: line %zu: %s"), self->path, self->number + 1, message);
  return FALSE;
}

/* The line is longer than the block: tells how long it is. */
static gboolean
fail_endless (SlTextLines *self, GError **error)
{
  gsize length = self->end, found;
  const char *good;

  if (!g_utf8_validate (self->block, (gssize) length, &good)
      && length - (gsize) (good - self->block) >= MOST_CHARACTER)
    return fail_kind (self, error);
  do
    {
      self->end = sl_descriptor_read (self->fd, self->block, BLOCK_BYTES, self->at);
      self->at += self->end;
      self->block[self->end] = 0;
      found = strcspn (self->block, "\r\n");
      length += found;
    }
  while (self->end > 0 && found == self->end);
  return fail_length (self, length, error);
}

/* Moves what is left to the beginning of the block and reads what follows it. */
static gboolean
fill (SlTextLines *self, GError **error)
{
  const gsize left = self->end - self->begin;
  gsize got;

  if (left == BLOCK_BYTES)
    return fail_endless (self, error);
  memmove (self->block, self->block + self->begin, left);
  got = sl_descriptor_read (self->fd, self->block + left, BLOCK_BYTES - left, self->at);
  if (got < BLOCK_BYTES - left && errno)
    {
      g_set_error (error, SL_ERROR, SL_ERROR_FILE, _ ("%s: expected %s, but it cannot be read: %s"),
                   self->path, self->what, g_strerror (errno));
      return FALSE;
    }
  self->at_end = got < BLOCK_BYTES - left;
  self->begin = 0;
  self->end = left + got;
  self->block[self->end] = 0;
  if (self->at == 0 && g_str_has_prefix (self->block, "\xef\xbb\xbf"))
    self->begin = 3;
  self->at += got;
  return TRUE;
}

/* Whether the block has the whole line that begins it, which has this length, and what ends it. */
static gboolean
is_whole (const SlTextLines *self, gsize length)
{
  const gsize behind = self->begin + length;

  /* Behind CR there may be LF. */
  return self->at_end || (behind < self->end && (self->block[behind] != '\r' || behind + 1 < self->end));
}

char *
sl_text_lines_next (SlTextLines *self, GError **error)
{
  char *line = self->block + self->begin;
  gsize length = strcspn (line, "\r\n"), behind;

  while (!is_whole (self, length))
    {
      if (!fill (self, error))
        return NULL;
      line = self->block + self->begin;
      length = strcspn (line, "\r\n");
    }
  if (self->begin == self->end)
    return NULL;
  behind = self->begin + length;
  /* A byte 0 ends what strcspn() sees. */
  if ((behind < self->end && !line[length]) || !g_utf8_validate (line, (gssize) length, NULL))
    {
      fail_kind (self, error);
      return NULL;
    }
  if (length > SL_TEXT_LINES_MOST)
    {
      fail_length (self, length, error);
      return NULL;
    }
  self->begin = behind + (behind < self->end) + (line[length] == '\r' && line[length + 1] == '\n');
  line[length] = 0;
  self->number++;
  return line;
}
