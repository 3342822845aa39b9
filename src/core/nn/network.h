/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "layer.h"
#include "loss.h"

/**
 * OvNetwork:
 * @loss: the loss that its scores are measured by
 * @layers: [@n_layers], from the input's side
 * @n_layers: how many layers are stacked
 * @tensors: [@n_tensors], what the parameters are made of, in the order of the layers
 * @n_tensors: how many tensors there are
 * @parameters: [@n_parameters], the block of all that can be learned
 * @n_parameters: how many numbers that is
 *
 * A stack of layers over one block of parameters. While its parameters stand still, any number of
 * passes can read them at once. Nobody changes it but for the numbers in @parameters.
 */
typedef struct
{
  OvLoss    loss;
  OvLayer  *layers;
  guint     n_layers;
  OvTensor *tensors;
  guint     n_tensors;
  float    *parameters;
  gsize     n_parameters;
} OvNetwork;

/**
 * OvLayerPlan:
 * @klass: what the layer does
 * @name: its name, such as "conv1"; static
 * @n_out: how many units or channels it has
 *
 * A layer of a network that is to be built.
 */
typedef struct
{
  const OvLayerClass *klass;
  const char         *name;
  guint               n_out;
} OvLayerPlan;

OvNetwork      *ov_network_new              (const OvLayerPlan *layers,
                                             guint             n_layers,
                                             OvShape           shape,
                                             OvLoss            loss);
void            ov_network_free             (OvNetwork        *self);
void            ov_network_init_weights     (OvNetwork        *self,
                                             guint             seed,
                                             double            std);
double          ov_network_sum_squares      (const OvNetwork  *self);

/**
 * OvPass:
 * @network: whose parameters it uses; borrowed
 * @capacity: the most images that can be sent through at once
 * @n_images: how many were sent through last
 * @input: [@capacity × 3072], the pass's own images
 * @values: [layers + 1], the images, then each layer's output; the first is @input, or what the
 *   caller puts in its place to let the pass work on images that are kept together with others
 * @d_values: the derivatives at one layer's output and at its input, in turn
 * @states: [layers], number of images => what the layer keeps for them
 *
 * What one thread needs to send some images through a network and back: the values between the
 * layers.
 */
typedef struct
{
  OvNetwork   *network;
  guint        capacity;
  guint        n_images;
  float       *input;
  float      **values;
  float       *d_values[2];
  GHashTable **states;
} OvPass;

OvPass         *ov_pass_new                 (OvNetwork        *network,
                                             guint             capacity);
void            ov_pass_free                (OvPass           *self);
const float    *ov_pass_forward             (OvPass           *self,
                                             guint             first,
                                             guint             n_images);
void            ov_pass_backward            (OvPass           *self,
                                             guint             first,
                                             const float      *d_scores,
                                             float            *gradient,
                                             float            *d_input);
void            ov_pass_backward_first      (OvPass           *self,
                                             const float      *d_first,
                                             guint             n,
                                             float            *d_input);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvNetwork, ov_network_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvPass, ov_pass_free)
