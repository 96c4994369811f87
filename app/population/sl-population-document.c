/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/population/sl-population-document.h"

#include <string.h>

#include <glib/gi18n.h>

#include "app/io/sl-population-file.h"
#include "app/session/sl-autosave.h"
#include "app/session/sl-undo.h"
#include "model/population/sl-population-fields.h"
#include "model/population/sl-population-presets.h"

#define MAX_STEPS 200
#define FIRST_PRESET "mixed"
#define FIRST_GALAXIES 100000
#define FIRST_FOCUS "mean.logm0"
/* Copies on disk, and unsaved work beside them. */
#define COPY "population.json"
#define ASIDE "population-aside.json"

/* What a step restores. */
typedef struct {
  SlPopulationState state, base;
  char preset[32];
  const char *path;          /* interned; NULL: none */
} Snapshot;

struct _SlPopulationDocument {
  GObject parent_instance;
  Snapshot now;
  SlUndo *undo;              /* of Snapshot */
  SlAutosave *autosave;
  char *focus;
  GPtrArray *catalogues;     /* (SlPopCatalogue) */
};

enum { PROP_0, PROP_FOCUS, N_PROPS };
enum { SIGNAL_CHANGED, SIGNAL_UNDO, SIGNAL_DRAG, N_SIGNALS };
static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SlPopulationDocument, sl_population_document, G_TYPE_OBJECT)

/* --- steps ---------------------------------------------------------------- */

static gboolean
same_state (gconstpointer a, gconstpointer b)
{
  return sl_population_state_equal (&((const Snapshot *) a)->state, &((const Snapshot *) b)->state);
}

static void
go_to (SlPopulationDocument *self, const Snapshot *to)
{
  const SlPopulationChange change = sl_population_state_same_structure (&self->now.state, &to->state)
                                            && sl_population_state_same_structure (&self->now.base, &to->base)
                                        ? SL_POPULATION_VALUES
                                        : SL_POPULATION_STRUCTURE;

  self->now = *to;
  sl_autosave_soon (self->autosave);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, change);
}

static void
step_to (SlPopulationDocument *self, const Snapshot *to, const char *title)
{
  Snapshot before;

  sl_population_document_end_drag (self);
  before = self->now;
  go_to (self, to);
  sl_undo_record (self->undo, &before, &self->now, title);
  g_signal_emit (self, signals[SIGNAL_UNDO], 0);
}

/* --- state ---------------------------------------------------------------- */

const SlPopulationState *
sl_population_document_get_state (SlPopulationDocument *self)
{
  return &self->now.state;
}

const SlPopulationState *
sl_population_document_get_base (SlPopulationDocument *self)
{
  return &self->now.base;
}

void
sl_population_document_change (SlPopulationDocument *self, const SlPopulationState *state, const char *title)
{
  Snapshot to;

  g_return_if_fail (SL_IS_POPULATION_DOCUMENT (self) && state != NULL);

  if (sl_population_state_equal (&self->now.state, state))
    return;
  to = self->now;
  to.state = *state;
  if (sl_undo_get_dragging (self->undo))
    go_to (self, &to);
  else
    step_to (self, &to, title);
}

/* --- drags ---------------------------------------------------------------- */

void
sl_population_document_begin_drag (SlPopulationDocument *self, const char *title)
{
  g_return_if_fail (SL_IS_POPULATION_DOCUMENT (self) && title != NULL);
  sl_population_document_end_drag (self);
  sl_undo_begin_drag (self->undo, &self->now, title);
  g_signal_emit (self, signals[SIGNAL_DRAG], 0, TRUE);
}

void
sl_population_document_end_drag (SlPopulationDocument *self)
{
  if (!sl_undo_get_dragging (self->undo))
    return;
  if (sl_undo_end_drag (self->undo, &self->now))
    g_signal_emit (self, signals[SIGNAL_UNDO], 0);
  g_signal_emit (self, signals[SIGNAL_DRAG], 0, FALSE);
}

void
sl_population_document_cancel_drag (SlPopulationDocument *self)
{
  const Snapshot *start = sl_undo_cancel_drag (self->undo);

  if (!start)
    return;
  go_to (self, start);
  g_signal_emit (self, signals[SIGNAL_DRAG], 0, FALSE);
}

gboolean
sl_population_document_get_dragging (SlPopulationDocument *self)
{
  return sl_undo_get_dragging (self->undo);
}

/* --- undo ----------------------------------------------------------------- */

static gboolean
move_by_step (SlPopulationDocument *self, gconstpointer (*move) (SlUndo *undo))
{
  const Snapshot *to;

  sl_population_document_end_drag (self);
  to = move (self->undo);
  if (!to)
    return FALSE;
  go_to (self, to);
  g_signal_emit (self, signals[SIGNAL_UNDO], 0);
  return TRUE;
}

gboolean
sl_population_document_undo (SlPopulationDocument *self)
{
  return move_by_step (self, sl_undo_back);
}

gboolean
sl_population_document_redo (SlPopulationDocument *self)
{
  return move_by_step (self, sl_undo_forward);
}

const char *
sl_population_document_get_undo (SlPopulationDocument *self)
{
  return sl_undo_get_undo_title (self->undo);
}

const char *
sl_population_document_get_redo (SlPopulationDocument *self)
{
  return sl_undo_get_redo_title (self->undo);
}

/* --- presets and files ---------------------------------------------------- */

static const SlPopulationPresetInfo *
preset_info (const char *name)
{
  for (guint i = 0; i < sl_population_preset_count (); i++)
    if (strcmp (sl_population_preset_info (i)->name, name) == 0)
      return sl_population_preset_info (i);
  return NULL;
}

static gboolean
preset_snapshot (SlPopulationDocument *self, const char *name, Snapshot *to)
{
  SlPopulationSpec spec;

  memset (&spec, 0, sizeof spec);
  if (!sl_population_preset_apply (name, &spec))
    return FALSE;
  sl_population_state_init (&to->state, &spec, self->now.state.n ? self->now.state.n : FIRST_GALAXIES);
  to->base = to->state;
  g_strlcpy (to->preset, name, sizeof to->preset);
  return TRUE;
}

/* --- unsaved work --------------------------------------------------------- */

static gboolean
write_document (gpointer document, const char *path, GError **error)
{
  SlPopulationDocument *self = document;

  return sl_population_file_save (path, NULL, &self->now.state.spec, error);
}

static void
tell_failed (gpointer document, const GError *error)
{
  g_message ("%s", error->message);
}

static gboolean
put_aside (gpointer document, GError **error)
{
  SlPopulationDocument *self = document;

  return !sl_population_document_get_changed (self)
         || sl_autosave_put_aside (self->autosave, ASIDE, write_document, error);
}

/* Undo brings unsaved work back while the program runs, this file later. */
static void
keep_aside (SlPopulationDocument *self)
{
  g_autoptr (GError) error = NULL;

  if (!put_aside (self, &error))
    tell_failed (self, error);
}

/* A description does not name its preset: the first in which the same parameters vary counts as it. */
static void
guess_base (SlPopulationDocument *self, Snapshot *to)
{
  to->base = to->state;
  to->preset[0] = 0;
  for (guint i = 0; i < sl_population_preset_count (); i++)
    {
      const char *name = sl_population_preset_info (i)->name;
      Snapshot preset = { 0 };

      if (preset_snapshot (self, name, &preset)
          && sl_pop_set_equal (&preset.state.spec.drawn, &to->state.spec.drawn)
          && preset.state.spec.n_components == to->state.spec.n_components)
        {
          to->base = preset.state;
          g_strlcpy (to->preset, name, sizeof to->preset);
          return;
        }
    }
}

gboolean
sl_population_document_apply_preset (SlPopulationDocument *self, const char *name)
{
  Snapshot to = { 0 };

  g_return_val_if_fail (SL_IS_POPULATION_DOCUMENT (self) && name != NULL, FALSE);
  if (!preset_snapshot (self, name, &to))
    return FALSE;
  if (self->now.path)
    keep_aside (self);
  step_to (self, &to, _ (preset_info (name)->title));
  return TRUE;
}

const char *
sl_population_document_get_preset (SlPopulationDocument *self)
{
  return self->now.preset;
}

char *
sl_population_document_get_title (SlPopulationDocument *self)
{
  const SlPopulationPresetInfo *info = preset_info (self->now.preset);

  if (self->now.path)
    return g_path_get_basename (self->now.path);
  return g_strdup (info ? _ (info->title) : _ ("Population"));
}

const char *
sl_population_document_get_description (SlPopulationDocument *self)
{
  const SlPopulationPresetInfo *info = preset_info (self->now.preset);

  return info && !self->now.path && !sl_population_document_get_changed (self) ? _ (info->description) : NULL;
}

gboolean
sl_population_document_get_changed (SlPopulationDocument *self)
{
  /* The number of galaxies drawn does not belong to the population's description. */
  return !sl_population_fields_same (&self->now.state.spec, &self->now.base.spec, SL_POP_FIELD_ALL);
}

struct _SlPopulationOpened {
  SlPopulationSpec spec;
  SlPopCatalogue *catalogue; /* or NULL */
};

SlPopulationOpened *
sl_population_opened_read (const char *path, GError **error)
{
  SlPopulationOpened *self = g_new0 (SlPopulationOpened, 1);

  if (sl_population_file_load (path, NULL, &self->spec, &self->catalogue, error))
    return self;
  g_free (self);
  return NULL;
}

void
sl_population_opened_free (SlPopulationOpened *self)
{
  g_clear_pointer (&self->catalogue, sl_pop_catalogue_free);
  g_free (self);
}

/* The state of what was read; its catalogue lives as long as the document. */
static void
use (SlPopulationDocument *self, SlPopulationOpened *opened, SlPopulationState *state)
{
  sl_population_state_init (state, &opened->spec, self->now.state.n);
  if (opened->catalogue)
    g_ptr_array_add (self->catalogues, g_steal_pointer (&opened->catalogue));
  sl_population_opened_free (opened);
}

void
sl_population_document_take (SlPopulationDocument *self, const char *path, SlPopulationOpened *opened)
{
  g_autofree char *name = g_path_get_basename (path);
  /* Translators: a step that can be undone */
  g_autofree char *title = g_strdup_printf (_ ("Open “%s”"), name);
  Snapshot to = { 0 };
  gboolean unnamed;

  g_return_if_fail (SL_IS_POPULATION_DOCUMENT (self) && opened != NULL);
  use (self, opened, &to.state);
  unnamed = sl_autosave_is_aside (self->autosave, ASIDE, path);
  keep_aside (self);
  if (unnamed)
    guess_base (self, &to);
  else
    {
      to.base = to.state;
      to.path = g_intern_string (path);
    }
  step_to (self, &to, title);
}

gboolean
sl_population_document_open (SlPopulationDocument *self, const char *path, GError **error)
{
  SlPopulationOpened *opened = sl_population_opened_read (path, error);

  if (opened)
    sl_population_document_take (self, path, opened);
  return opened != NULL;
}

gboolean
sl_population_document_save (SlPopulationDocument *self, const char *path, GError **error)
{
  g_return_val_if_fail (SL_IS_POPULATION_DOCUMENT (self) && path != NULL, FALSE);
  if (!sl_population_file_save (path, NULL, &self->now.state.spec, error))
    return FALSE;
  self->now.path = g_intern_string (path);
  self->now.base = self->now.state;
  self->now.preset[0] = 0;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, SL_POPULATION_STRUCTURE);
  g_signal_emit (self, signals[SIGNAL_UNDO], 0);
  return TRUE;
}

const char *
sl_population_document_get_path (SlPopulationDocument *self)
{
  return self->now.path;
}

/* --- copy on disk --------------------------------------------------------- */

char *
sl_population_document_default_path (void)
{
  return sl_autosave_default_path (COPY);
}

char *
sl_population_document_claim (SlPopulationDocument *self)
{
  return sl_autosave_claim (self->autosave, COPY);
}

guint
sl_population_document_count_left (void)
{
  return sl_autosave_count_left (COPY);
}

gboolean
sl_population_document_leave (SlPopulationDocument *self, gboolean keep, GError **error)
{
  sl_population_document_end_drag (self);
  return sl_autosave_leave (self->autosave, COPY,
                            sl_population_document_get_changed (self) || self->now.path, put_aside, keep,
                            error);
}

char **
sl_population_document_list_aside (SlPopulationDocument *self)
{
  return sl_autosave_list_aside (self->autosave, ASIDE);
}

gboolean
sl_population_document_flush (SlPopulationDocument *self, GError **error)
{
  return sl_autosave_flush (self->autosave, error);
}

/* Nothing is written to the copy before it has been read. */
gboolean
sl_population_document_begin_attach (SlPopulationDocument *self, const char *path, guint64 n)
{
  self->now.state.n = CLAMP (n, SL_POPULATION_LEAST_GALAXIES, SL_POPULATION_MOST_GALAXIES);
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  sl_autosave_set_path (self->autosave, path);
  return FALSE;
}

char *
sl_population_document_end_attach (SlPopulationDocument *self, const char *path, SlPopulationOpened *opened,
                                   const GError *error)
{
  g_autofree char *aside = NULL;
  Snapshot to = self->now;

  sl_autosave_set_path (self->autosave, path);
  if (opened)
    {
      const gboolean begun = sl_population_document_get_undo (self) != NULL;

      use (self, opened, &to.state);
      to.path = NULL;
      guess_base (self, &to);
      /* What was done while it was read is not lost. */
      if (begun)
        step_to (self, &to, _ ("Restore the last population"));
      else
        {
          go_to (self, &to);
          sl_autosave_forget (self->autosave);
        }
      return NULL;
    }
  aside = sl_autosave_set_aside (self->autosave);
  if (sl_population_document_get_changed (self))
    sl_autosave_soon (self->autosave);
  return aside ? g_strdup_printf (_ ("The last population could not be restored (%s). It was kept as %s."),
                                  error->message, aside)
               : g_strdup_printf (_ ("The last population could not be restored: %s"), error->message);
}

void
sl_population_document_attach (SlPopulationDocument *self, const char *path, guint64 n, char **message)
{
  g_autoptr (GError) error = NULL;

  *message = NULL;
  if (sl_population_document_begin_attach (self, path, n))
    *message =
        sl_population_document_end_attach (self, path, sl_population_opened_read (path, &error), error);
}

/* --- focus ---------------------------------------------------------------- */

const char *
sl_population_document_get_focus (SlPopulationDocument *self)
{
  return self->focus;
}

void
sl_population_document_set_focus (SlPopulationDocument *self, const char *name)
{
  g_return_if_fail (SL_IS_POPULATION_DOCUMENT (self) && name != NULL);
  if (strcmp (self->focus, name) == 0)
    return;
  g_free (self->focus);
  self->focus = g_strdup (name);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FOCUS]);
}

/* --- object --------------------------------------------------------------- */

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_FOCUS)
    g_value_set_string (value, SL_POPULATION_DOCUMENT (object)->focus);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_FOCUS)
    sl_population_document_set_focus (SL_POPULATION_DOCUMENT (object), g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
finalize (GObject *object)
{
  SlPopulationDocument *self = SL_POPULATION_DOCUMENT (object);

  sl_undo_free (self->undo);
  sl_autosave_free (self->autosave);
  g_ptr_array_unref (self->catalogues);
  g_free (self->focus);
  G_OBJECT_CLASS (sl_population_document_parent_class)->finalize (object);
}

static void
sl_population_document_class_init (SlPopulationDocumentClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = get_property;
  object_class->set_property = set_property;
  object_class->finalize = finalize;
  props[PROP_FOCUS] =
      g_param_spec_string ("focus", NULL, NULL, FIRST_FOCUS,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", SL_TYPE_POPULATION_DOCUMENT, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[SIGNAL_UNDO] = g_signal_new ("undo-changed", SL_TYPE_POPULATION_DOCUMENT, G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_DRAG] = g_signal_new ("drag", SL_TYPE_POPULATION_DOCUMENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                       NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
sl_population_document_init (SlPopulationDocument *self)
{
  self->undo = sl_undo_new (sizeof (Snapshot), MAX_STEPS, same_state);
  self->autosave = sl_autosave_new (self, write_document, tell_failed);
  self->catalogues = g_ptr_array_new_with_free_func ((GDestroyNotify) sl_pop_catalogue_free);
  self->focus = g_strdup (FIRST_FOCUS);
  preset_snapshot (self, FIRST_PRESET, &self->now);
}

SlPopulationDocument *
sl_population_document_new (void)
{
  return g_object_new (SL_TYPE_POPULATION_DOCUMENT, NULL);
}
