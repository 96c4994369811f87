/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/session/sl-undo.h"

#include <string.h>

typedef struct {
  gpointer before, after;
  char *title;
} Step;

struct _SlUndo {
  gsize size;
  guint max_steps;
  SlUndoEqual equal;
  GPtrArray *done, *undone;  /* (Step), the next one to move last */
  gpointer drag_start;
  char *drag_title;          /* NULL: no drag */
};

static void
step_free (gpointer data)
{
  Step *step = data;

  g_free (step->before);
  g_free (step->after);
  g_free (step->title);
  g_free (step);
}

SlUndo *
sl_undo_new (gsize size, guint max_steps, SlUndoEqual equal)
{
  SlUndo *self = g_new0 (SlUndo, 1);

  self->size = size;
  self->max_steps = max_steps;
  self->equal = equal;
  self->done = g_ptr_array_new_with_free_func (step_free);
  self->undone = g_ptr_array_new_with_free_func (step_free);
  self->drag_start = g_malloc0 (size);
  return self;
}

void
sl_undo_free (SlUndo *self)
{
  g_ptr_array_unref (self->done);
  g_ptr_array_unref (self->undone);
  g_free (self->drag_start);
  g_free (self->drag_title);
  g_free (self);
}

/* --- steps ------------------------------------------------------------------ */

void
sl_undo_record (SlUndo *self, gconstpointer before, gconstpointer after, const char *title)
{
  Step *step = g_new0 (Step, 1);

  step->before = g_memdup2 (before, self->size);
  step->after = g_memdup2 (after, self->size);
  step->title = g_strdup (title);
  g_ptr_array_set_size (self->undone, 0);
  g_ptr_array_add (self->done, step);
  if (self->done->len > self->max_steps)
    g_ptr_array_remove_index (self->done, 0);
}

static Step *
move_last (GPtrArray *from, GPtrArray *to)
{
  Step *step = from->len ? g_ptr_array_steal_index (from, from->len - 1) : NULL;

  if (step)
    g_ptr_array_add (to, step);
  return step;
}

gconstpointer
sl_undo_back (SlUndo *self)
{
  const Step *step = move_last (self->done, self->undone);

  return step ? step->before : NULL;
}

gconstpointer
sl_undo_forward (SlUndo *self)
{
  const Step *step = move_last (self->undone, self->done);

  return step ? step->after : NULL;
}

static const char *
last_title (const GPtrArray *steps)
{
  return steps->len ? ((const Step *) steps->pdata[steps->len - 1])->title : NULL;
}

const char *
sl_undo_get_undo_title (SlUndo *self)
{
  return last_title (self->done);
}

const char *
sl_undo_get_redo_title (SlUndo *self)
{
  return last_title (self->undone);
}

void
sl_undo_foreach (SlUndo *self, void (*function) (gpointer snapshot, gpointer data), gpointer data)
{
  GPtrArray *const steps[] = { self->done, self->undone };

  for (guint k = 0; k < G_N_ELEMENTS (steps); k++)
    for (guint i = 0; i < steps[k]->len; i++)
      {
        Step *step = g_ptr_array_index (steps[k], i);

        function (step->before, data);
        function (step->after, data);
      }
}

/* --- drags ------------------------------------------------------------------ */

void
sl_undo_begin_drag (SlUndo *self, gconstpointer now, const char *title)
{
  memcpy (self->drag_start, now, self->size);
  g_free (self->drag_title);
  self->drag_title = g_strdup (title);
}

gboolean
sl_undo_end_drag (SlUndo *self, gconstpointer now)
{
  g_autofree char *title = g_steal_pointer (&self->drag_title);

  if (!title || self->equal (self->drag_start, now))
    return FALSE;
  sl_undo_record (self, self->drag_start, now, title);
  return TRUE;
}

gconstpointer
sl_undo_cancel_drag (SlUndo *self)
{
  g_autofree char *title = g_steal_pointer (&self->drag_title);

  return title ? self->drag_start : NULL;
}

gboolean
sl_undo_get_dragging (SlUndo *self)
{
  return self->drag_title != NULL;
}

gconstpointer
sl_undo_get_drag_start (SlUndo *self)
{
  return self->drag_start;
}
