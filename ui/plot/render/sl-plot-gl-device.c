/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plot/render/sl-plot-gl-device.h"

#include <string.h>

#include <epoxy/gl.h>
#include <glib/gi18n.h>

#include "ui/plot/render/sl-plot-gl-shaders.h"

#define DESKTOP_VERSION 33
#define ES_VERSION 30
/* The coverage buffer grows in steps, so that resizing a window seldom reallocates it. */
#define GATHERER_STEP 256

typedef enum {
  UNIFORM_SIZE,
  UNIFORM_COLOUR,
  UNIFORM_RADIUS,
  UNIFORM_RECT,
  UNIFORM_GATHER,
  N_UNIFORMS
} Uniform;

static const char *const uniform_names[N_UNIFORMS] = { "u_size", "u_colour", "u_radius", "u_rect",
                                                       "u_gather" };

static const struct { const char *vertex, *fragment; } sources[SL_GL_N_PROGRAMS] = {
  [SL_GL_SEGMENT] = { sl_glsl_segment_vertex, sl_glsl_segment_fragment },
  [SL_GL_AREA] = { sl_glsl_area_vertex, sl_glsl_area_fragment },
  [SL_GL_RECT] = { sl_glsl_rect_vertex, sl_glsl_rect_fragment },
  [SL_GL_COLOUR] = { sl_glsl_colour_vertex, sl_glsl_colour_fragment },
  [SL_GL_IMAGE] = { sl_glsl_image_vertex, sl_glsl_image_fragment },
};

struct _SlGlDevice {
  guint refs;
  GdkDisplay *display;
  GdkGLContext *context;
  char *name;
  gboolean software;
  guint n_objects;

  struct { guint id; int uniforms[N_UNIFORMS]; } programs[SL_GL_N_PROGRAMS];
  SlGlProgram current;
  guint vertices, stream;
  SlGlTarget gatherer;
};

G_DEFINE_QUARK (sl-gl-error-quark, sl_gl_error)

static guint n_contexts;

guint
sl_gl_n_contexts (void)
{
  return n_contexts;
}

gboolean
sl_gl_renderer_is_software (const char *renderer)
{
  static const char *const names[] = { "llvmpipe", "softpipe",     "swrast",      "software", "swiftshader",
                                       "lavapipe", "basic render", "gdi generic", "apple sw" };
  g_autofree char *lower = g_ascii_strdown (renderer, -1);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strstr (lower, names[i]))
      return TRUE;
  return FALSE;
}

static guint
compile (GLenum type, const char *source, GError **error)
{
  const char *parts[] = { epoxy_is_desktop_gl ()
                              ? "#version 330 core\n"
                              : "#version 300 es\nprecision highp float;\nprecision highp int;\n",
                          source };
  guint shader = glCreateShader (type);
  char log[400] = "";
  GLint good = 0;

  glShaderSource (shader, G_N_ELEMENTS (parts), parts, NULL);
  glCompileShader (shader);
  glGetShaderiv (shader, GL_COMPILE_STATUS, &good);
  if (good)
    return shader;
  glGetShaderInfoLog (shader, sizeof log, NULL, log);
  glDeleteShader (shader);
  g_set_error (error, SL_GL_ERROR, SL_GL_ERROR_PROGRAM, _ ("the graphics driver rejects a program: %s"), log);
  return 0;
}

static gboolean
build_program (SlGlDevice *self, SlGlProgram program, GError **error)
{
  guint vertex = compile (GL_VERTEX_SHADER, sources[program].vertex, error);
  guint fragment = vertex ? compile (GL_FRAGMENT_SHADER, sources[program].fragment, error) : 0;
  guint id;
  char log[400] = "";
  GLint good = 0;

  if (!fragment)
    {
      if (vertex)
        glDeleteShader (vertex);
      return FALSE;
    }
  id = self->programs[program].id = glCreateProgram ();
  self->n_objects++;
  glAttachShader (id, vertex);
  glAttachShader (id, fragment);
  glLinkProgram (id);
  glDeleteShader (vertex);
  glDeleteShader (fragment);
  glGetProgramiv (id, GL_LINK_STATUS, &good);
  if (!good)
    {
      glGetProgramInfoLog (id, sizeof log, NULL, log);
      g_set_error (error, SL_GL_ERROR, SL_GL_ERROR_PROGRAM, _ ("the graphics driver rejects a program: %s"),
                   log);
      return FALSE;
    }
  for (guint i = 0; i < N_UNIFORMS; i++)
    self->programs[program].uniforms[i] = glGetUniformLocation (id, uniform_names[i]);
  return TRUE;
}

static gboolean
set_up (SlGlDevice *self, GError **error)
{
  int version, needed;
  const char *renderer;

  gdk_gl_context_make_current (self->context);
  if (gdk_gl_context_get_current () != self->context)
    {
      g_set_error_literal (error, SL_GL_ERROR, SL_GL_ERROR_DRAW, _ ("the OpenGL context cannot be used"));
      return FALSE;
    }
  version = epoxy_gl_version ();
  needed = epoxy_is_desktop_gl () ? DESKTOP_VERSION : ES_VERSION;
  renderer = (const char *) glGetString (GL_RENDERER);
  if (!renderer)
    renderer = "?";
  self->name = g_strdup_printf ("%s %d.%d, %s", epoxy_is_desktop_gl () ? "OpenGL" : "OpenGL ES", version / 10,
                                version % 10, renderer);
  self->software = sl_gl_renderer_is_software (renderer);
  if (version < needed)
    {
      g_set_error (error, SL_GL_ERROR, SL_GL_ERROR_VERSION, _ ("%s is too old: %d.%d is needed"), self->name,
                   needed / 10, needed % 10);
      return FALSE;
    }
  for (guint i = 0; i < SL_GL_N_PROGRAMS; i++)
    if (!build_program (self, i, error))
      return FALSE;
  glGenVertexArrays (1, &self->vertices);
  glGenBuffers (1, &self->stream);
  self->n_objects += 2;
  return TRUE;
}

SlGlDevice *
sl_gl_device_new (GdkDisplay *display, GError **error)
{
  g_autoptr (SlGlDevice) self = g_new0 (SlGlDevice, 1);

  self->refs = 1;
  self->display = g_object_ref (display);
  self->context = gdk_display_create_gl_context (display, error);
  if (!self->context || !gdk_gl_context_realize (self->context, error))
    {
      g_clear_object (&self->context);
      return NULL;
    }
  n_contexts++;
  if (!set_up (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

SlGlDevice *
sl_gl_device_ref (SlGlDevice *self)
{
  self->refs++;
  return self;
}

void
sl_gl_device_unref (SlGlDevice *self)
{
  if (--self->refs > 0)
    return;
  if (self->context)
    {
      gdk_gl_context_make_current (self->context);
      sl_gl_device_drop_target (self, &self->gatherer);
      for (guint i = 0; i < SL_GL_N_PROGRAMS; i++)
        if (self->programs[i].id)
          glDeleteProgram (self->programs[i].id);
      if (self->stream)
        glDeleteBuffers (1, &self->stream);
      if (self->vertices)
        glDeleteVertexArrays (1, &self->vertices);
      gdk_gl_context_clear_current ();
      g_object_unref (self->context);
    }
  g_object_unref (self->display);
  g_free (self->name);
  g_free (self);
}

GdkGLContext *
sl_gl_device_get_context (SlGlDevice *self)
{
  return self->context;
}

GdkDisplay *
sl_gl_device_get_display (SlGlDevice *self)
{
  return self->display;
}

const char *
sl_gl_device_get_name (SlGlDevice *self)
{
  return self->name;
}

gboolean
sl_gl_device_is_software (SlGlDevice *self)
{
  return self->software;
}

guint
sl_gl_device_n_objects (SlGlDevice *self)
{
  return self->n_objects;
}

gboolean
sl_gl_device_begin (SlGlDevice *self, GError **error)
{
  gdk_gl_context_make_current (self->context);
  if (gdk_gl_context_get_current () != self->context)
    {
      g_set_error_literal (error, SL_GL_ERROR, SL_GL_ERROR_DRAW, _ ("the OpenGL context cannot be used"));
      return FALSE;
    }
  /* Clears errors left by others. A lost context may report errors without end. */
  for (int i = 0; i < 8 && glGetError () != GL_NO_ERROR; i++)
    ;
  glBindVertexArray (self->vertices);
  glBindBuffer (GL_ARRAY_BUFFER, self->stream);
  glActiveTexture (GL_TEXTURE0);
  glEnable (GL_BLEND);
  glEnable (GL_SCISSOR_TEST);
  glDisable (GL_DEPTH_TEST);
  glDisable (GL_CULL_FACE);
  glDisable (GL_DITHER);
  return TRUE;
}

gboolean
sl_gl_device_end (SlGlDevice *self, GError **error)
{
  GLenum code = glGetError ();

  glBindFramebuffer (GL_FRAMEBUFFER, 0);
  /* Commands must be sent before another context draws with their results. */
  glFlush ();
  if (code == GL_NO_ERROR)
    return TRUE;
  g_set_error (error, SL_GL_ERROR, SL_GL_ERROR_DRAW, _ ("the graphics driver reports error 0x%04x"), code);
  return FALSE;
}

void
sl_gl_device_use (SlGlDevice *self, SlGlProgram program, int width, int height)
{
  self->current = program;
  glUseProgram (self->programs[program].id);
  glUniform2f (self->programs[program].uniforms[UNIFORM_SIZE], width, height);
}

void
sl_gl_device_set_colour (SlGlDevice *self, const float colour[4])
{
  glUniform4fv (self->programs[self->current].uniforms[UNIFORM_COLOUR], 1, colour);
}

void
sl_gl_device_set_pen (SlGlDevice *self, float radius, gboolean gather)
{
  glUniform1f (self->programs[self->current].uniforms[UNIFORM_RADIUS], radius);
  glUniform1f (self->programs[self->current].uniforms[UNIFORM_GATHER], gather ? 1 : 0);
}

void
sl_gl_device_set_rect (SlGlDevice *self, float x0, float y0, float x1, float y1)
{
  glUniform4f (self->programs[self->current].uniforms[UNIFORM_RECT], x0, y0, x1, y1);
}

void
sl_gl_device_upload (SlGlDevice *self, gconstpointer data, gsize size)
{
  glBufferData (GL_ARRAY_BUFFER, size, data, GL_STREAM_DRAW);
}

gboolean
sl_gl_device_make_target (SlGlDevice *self, SlGlTarget *target, int width, int height, GError **error)
{
  *target = (SlGlTarget){ .width = width, .height = height };
  glGenTextures (1, &target->texture);
  glBindTexture (GL_TEXTURE_2D, target->texture);
  glTexParameteri (GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
  glTexParameteri (GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
  glTexParameteri (GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri (GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  glTexImage2D (GL_TEXTURE_2D, 0, GL_RGBA8, width, height, 0, GL_RGBA, GL_UNSIGNED_BYTE, NULL);
  glGenFramebuffers (1, &target->framebuffer);
  self->n_objects += 2;
  glBindFramebuffer (GL_FRAMEBUFFER, target->framebuffer);
  glFramebufferTexture2D (GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, target->texture, 0);
  if (glCheckFramebufferStatus (GL_FRAMEBUFFER) == GL_FRAMEBUFFER_COMPLETE)
    return TRUE;
  sl_gl_device_drop_target (self, target);
  g_set_error (error, SL_GL_ERROR, SL_GL_ERROR_DRAW,
               _ ("the graphics driver cannot create an image of %d × %d pixels"), width, height);
  return FALSE;
}

void
sl_gl_device_drop_target (SlGlDevice *self, SlGlTarget *target)
{
  if (!target->texture)
    return;
  glDeleteFramebuffers (1, &target->framebuffer);
  glDeleteTextures (1, &target->texture);
  self->n_objects -= 2;
  *target = (SlGlTarget){ 0 };
}

const SlGlTarget *
sl_gl_device_get_gatherer (SlGlDevice *self, int width, int height, GError **error)
{
  SlGlTarget *target = &self->gatherer;
  int largest = 0;

  if (target->width >= width && target->height >= height)
    return target;
  glGetIntegerv (GL_MAX_TEXTURE_SIZE, &largest);
  width = MAX (width, MIN ((MAX (width, target->width) + GATHERER_STEP - 1) / GATHERER_STEP * GATHERER_STEP,
                           largest));
  height =
      MAX (height,
           MIN ((MAX (height, target->height) + GATHERER_STEP - 1) / GATHERER_STEP * GATHERER_STEP, largest));
  sl_gl_device_drop_target (self, target);
  return sl_gl_device_make_target (self, target, width, height, error) ? target : NULL;
}

guint
sl_gl_device_make_texture (SlGlDevice *self, const guint32 *pixels, int width, int height, gsize stride,
                           gboolean smooth)
{
  /* Order of a pixel's bytes for the driver. */
  static const GLint order[4] = {
#if G_BYTE_ORDER == G_LITTLE_ENDIAN
    GL_BLUE, GL_GREEN, GL_RED, GL_ALPHA
#else
    GL_GREEN, GL_BLUE, GL_ALPHA, GL_RED
#endif
  };
  static const GLenum channels[4] = { GL_TEXTURE_SWIZZLE_R, GL_TEXTURE_SWIZZLE_G, GL_TEXTURE_SWIZZLE_B,
                                      GL_TEXTURE_SWIZZLE_A };
  guint texture;

  glGenTextures (1, &texture);
  self->n_objects++;
  glBindTexture (GL_TEXTURE_2D, texture);
  for (guint i = 0; i < 4; i++)
    glTexParameteri (GL_TEXTURE_2D, channels[i], order[i]);
  glTexParameteri (GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, smooth ? GL_LINEAR_MIPMAP_LINEAR : GL_NEAREST);
  glTexParameteri (GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, smooth ? GL_LINEAR : GL_NEAREST);
  glTexParameteri (GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri (GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  glPixelStorei (GL_UNPACK_ROW_LENGTH, (GLint) stride);
  glTexImage2D (GL_TEXTURE_2D, 0, GL_RGBA8, width, height, 0, GL_RGBA, GL_UNSIGNED_BYTE, pixels);
  glPixelStorei (GL_UNPACK_ROW_LENGTH, 0);
  if (smooth)
    glGenerateMipmap (GL_TEXTURE_2D);
  return texture;
}

void
sl_gl_device_drop_texture (SlGlDevice *self, guint texture)
{
  glDeleteTextures (1, &texture);
  self->n_objects--;
}
