/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/population/sl-population-document.h"

#include <errno.h>
#include <string.h>

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "app/io/sl-population-file.h"
#include "model/population/sl-population-fields.h"
#include "model/population/sl-population-presets.h"

#define SAVE_DELAY_MS 1000
#define MOST_STEPS 200
#define FIRST_PRESET "mixed"
#define FIRST_GALAXIES 100000
#define FIRST_FOCUS "mean.logm0"

/* What a step goes between. */
typedef struct {
  SlPopulationState state, base;
  char preset[32];
  char *path;                /* or NULL */
} Snapshot;

typedef struct {
  Snapshot before, after;
  char *title;
} Step;

struct _SlPopulationDocument {
  GObject parent_instance;
  Snapshot now;
  GPtrArray *undo, *redo;    /* (Step) */
  Snapshot drag;             /* where one began */
  char *drag_title;          /* NULL: none */
  char *focus;
  char *kept_path;           /* NULL: nowhere */
  guint save_id;
  GPtrArray *catalogues;     /* (SlPopCatalogue) */
};

enum { PROP_0, PROP_FOCUS, N_PROPS };
enum { SIGNAL_CHANGED, SIGNAL_UNDO, SIGNAL_DRAG, N_SIGNALS };
static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SlPopulationDocument, sl_population_document, G_TYPE_OBJECT)

/* --- snapshots ------------------------------------------------------------ */

static void
snapshot_copy (Snapshot *to, const Snapshot *from)
{
  *to = *from;
  to->path = g_strdup (from->path);
}

static void
snapshot_clear (Snapshot *self)
{
  g_clear_pointer (&self->path, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Snapshot, snapshot_clear)

static void
snapshot_set (Snapshot *to, const Snapshot *from)
{
  char *old = to->path;

  snapshot_copy (to, from);
  g_free (old);
}

static void
step_free (gpointer data)
{
  Step *step = data;

  g_free (step->before.path);
  g_free (step->after.path);
  g_free (step->title);
  g_free (step);
}

static void
save_cb (gpointer data)
{
  SlPopulationDocument *self = data;
  g_autoptr (GError) error = NULL;

  self->save_id = 0;
  if (!sl_population_document_flush (self, &error))
    g_message ("%s", error->message);
}

static void
go_to (SlPopulationDocument *self, const Snapshot *to)
{
  const SlPopulationChange change = sl_population_state_same_structure (&self->now.state, &to->state)
                                            && sl_population_state_same_structure (&self->now.base, &to->base)
                                        ? SL_POPULATION_VALUES
                                        : SL_POPULATION_STRUCTURE;

  snapshot_set (&self->now, to);
  if (self->kept_path && self->save_id == 0)
    self->save_id = g_timeout_add_once (SAVE_DELAY_MS, save_cb, self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, change);
}

static void
push (SlPopulationDocument *self, const Snapshot *before, const char *title)
{
  Step *step = g_new0 (Step, 1);

  snapshot_copy (&step->before, before);
  snapshot_copy (&step->after, &self->now);
  step->title = g_strdup (title);
  g_ptr_array_set_size (self->redo, 0);
  g_ptr_array_add (self->undo, step);
  if (self->undo->len > MOST_STEPS)
    g_ptr_array_remove_index (self->undo, 0);
  g_signal_emit (self, signals[SIGNAL_UNDO], 0);
}

static void
step_to (SlPopulationDocument *self, const Snapshot *to, const char *title)
{
  g_auto (Snapshot) before = { 0 };

  sl_population_document_end_drag (self);
  snapshot_copy (&before, &self->now);
  go_to (self, to);
  push (self, &before, title);
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
  g_auto (Snapshot) to = { 0 };

  g_return_if_fail (SL_IS_POPULATION_DOCUMENT (self) && state != NULL);

  if (sl_population_state_equal (&self->now.state, state))
    return;
  snapshot_copy (&to, &self->now);
  to.state = *state;
  if (self->drag_title)
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
  snapshot_set (&self->drag, &self->now);
  self->drag_title = g_strdup (title);
  g_signal_emit (self, signals[SIGNAL_DRAG], 0, TRUE);
}

void
sl_population_document_end_drag (SlPopulationDocument *self)
{
  g_autofree char *title = g_steal_pointer (&self->drag_title);

  if (!title)
    return;
  if (!sl_population_state_equal (&self->drag.state, &self->now.state))
    push (self, &self->drag, title);
  g_signal_emit (self, signals[SIGNAL_DRAG], 0, FALSE);
}

void
sl_population_document_cancel_drag (SlPopulationDocument *self)
{
  if (!self->drag_title)
    return;
  go_to (self, &self->drag);
  sl_population_document_end_drag (self);
}

gboolean
sl_population_document_get_dragging (SlPopulationDocument *self)
{
  return self->drag_title != NULL;
}

/* --- undo ----------------------------------------------------------------- */

static gboolean
walk (SlPopulationDocument *self, GPtrArray *from, GPtrArray *to, gboolean back)
{
  Step *step;

  sl_population_document_end_drag (self);
  if (from->len == 0)
    return FALSE;
  step = g_ptr_array_steal_index (from, from->len - 1);
  g_ptr_array_add (to, step);
  go_to (self, back ? &step->before : &step->after);
  g_signal_emit (self, signals[SIGNAL_UNDO], 0);
  return TRUE;
}

gboolean
sl_population_document_undo (SlPopulationDocument *self)
{
  return walk (self, self->undo, self->redo, TRUE);
}

gboolean
sl_population_document_redo (SlPopulationDocument *self)
{
  return walk (self, self->redo, self->undo, FALSE);
}

static const char *
last_title (GPtrArray *steps)
{
  return steps->len ? ((Step *) g_ptr_array_index (steps, steps->len - 1))->title : NULL;
}

const char *
sl_population_document_get_undo (SlPopulationDocument *self)
{
  return last_title (self->undo);
}

const char *
sl_population_document_get_redo (SlPopulationDocument *self)
{
  return last_title (self->redo);
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

gboolean
sl_population_document_apply_preset (SlPopulationDocument *self, const char *name)
{
  Snapshot to = { 0 };

  g_return_val_if_fail (SL_IS_POPULATION_DOCUMENT (self) && name != NULL, FALSE);
  if (!preset_snapshot (self, name, &to))
    return FALSE;
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

/* A state from a file; keeps its catalogue. */
static gboolean
load (SlPopulationDocument *self, const char *path, SlPopulationState *state, GError **error)
{
  SlPopulationSpec spec;
  SlPopCatalogue *catalogue = NULL;

  memset (&spec, 0, sizeof spec);
  if (!sl_population_file_load (path, NULL, &spec, &catalogue, error))
    return FALSE;
  if (catalogue)
    g_ptr_array_add (self->catalogues, catalogue);
  sl_population_state_init (state, &spec, self->now.state.n);
  return TRUE;
}

gboolean
sl_population_document_open (SlPopulationDocument *self, const char *path, GError **error)
{
  g_autofree char *name = g_path_get_basename (path);
  /* Translators: a step that can be undone */
  g_autofree char *title = g_strdup_printf (_ ("Open “%s”"), name);
  Snapshot to = { 0 };

  g_return_val_if_fail (SL_IS_POPULATION_DOCUMENT (self), FALSE);
  if (!load (self, path, &to.state, error))
    return FALSE;
  to.base = to.state;
  to.path = (char *) path;
  step_to (self, &to, title);
  return TRUE;
}

gboolean
sl_population_document_save (SlPopulationDocument *self, const char *path, GError **error)
{
  char *old = self->now.path;

  g_return_val_if_fail (SL_IS_POPULATION_DOCUMENT (self) && path != NULL, FALSE);
  if (!sl_population_file_save (path, NULL, &self->now.state.spec, error))
    return FALSE;
  self->now.path = g_strdup (path);
  g_free (old);
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

/* --- kept on disk --------------------------------------------------------- */

char *
sl_population_document_default_path (void)
{
  return g_build_filename (g_get_user_state_dir (), "starloom", "population.json", NULL);
}

gboolean
sl_population_document_flush (SlPopulationDocument *self, GError **error)
{
  g_autofree char *folder = NULL;

  g_clear_handle_id (&self->save_id, g_source_remove);
  if (!self->kept_path)
    return TRUE;
  folder = g_path_get_dirname (self->kept_path);
  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      const int saved = errno;

      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (saved), _ ("%s: cannot be created: %s"),
                   folder, g_strerror (saved));
      return FALSE;
    }
  return sl_population_file_save (self->kept_path, NULL, &self->now.state.spec, error);
}

/* Which preset it was, as far as one can tell: where the same parameters vary, it is that one changed. */
static void
guess_base (SlPopulationDocument *self, Snapshot *to)
{
  to->base = to->state;
  to->preset[0] = 0;
  for (guint i = 0; i < sl_population_preset_count (); i++)
    {
      const char *name = sl_population_preset_info (i)->name;
      Snapshot preset = { 0 };

      if (preset_snapshot (self, name, &preset) && preset.state.spec.drawn == to->state.spec.drawn
          && preset.state.spec.n_components == to->state.spec.n_components)
        {
          to->base = preset.state;
          g_strlcpy (to->preset, name, sizeof to->preset);
          return;
        }
    }
}

void
sl_population_document_attach (SlPopulationDocument *self, const char *path, guint64 n, char **message)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *aside = g_strconcat (path, ".bad", NULL);
  SlPopulationState state;

  *message = NULL;
  g_free (self->kept_path);
  self->kept_path = g_strdup (path);
  self->now.state.n = CLAMP (n, SL_POPULATION_LEAST_GALAXIES, SL_POPULATION_MOST_GALAXIES);
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return;
  if (load (self, path, &state, &error))
    {
      g_auto (Snapshot) to = { 0 };

      snapshot_copy (&to, &self->now);
      to.state = state;
      guess_base (self, &to);
      go_to (self, &to);
      g_clear_handle_id (&self->save_id, g_source_remove);
      return;
    }
  *message = g_rename (path, aside) == 0
                 ? g_strdup_printf (_ ("The last population could not be restored (%s). It was kept as %s."),
                                    error->message, aside)
                 : g_strdup_printf (_ ("The last population could not be restored: %s"), error->message);
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

  g_clear_handle_id (&self->save_id, g_source_remove);
  g_ptr_array_unref (self->undo);
  g_ptr_array_unref (self->redo);
  g_ptr_array_unref (self->catalogues);
  g_free (self->now.path);
  g_free (self->drag.path);
  g_free (self->drag_title);
  g_free (self->focus);
  g_free (self->kept_path);
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
  signals[SIGNAL_UNDO] = g_signal_new ("history", SL_TYPE_POPULATION_DOCUMENT, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_DRAG] = g_signal_new ("drag", SL_TYPE_POPULATION_DOCUMENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                       NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
sl_population_document_init (SlPopulationDocument *self)
{
  self->undo = g_ptr_array_new_with_free_func (step_free);
  self->redo = g_ptr_array_new_with_free_func (step_free);
  self->catalogues = g_ptr_array_new_with_free_func ((GDestroyNotify) sl_pop_catalogue_free);
  self->focus = g_strdup (FIRST_FOCUS);
  preset_snapshot (self, FIRST_PRESET, &self->now);
}

SlPopulationDocument *
sl_population_document_new (void)
{
  return g_object_new (SL_TYPE_POPULATION_DOCUMENT, NULL);
}
