"""Dense layers, their collapse without a bend, and gradients held against finite differences and PyTorch."""

import subprocess
import sys

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from linalg_book.layers import collapse, dense, forward, numerical_gradient, product_gradients, relu

EPS = np.finfo(float).eps
W = np.array([[3.0, 0.0], [0.0, 4.0], [1.0, 1.0]])
B = np.array([10.0, 20.0, 30.0])


def random_layers(rng, *sizes):
    return [(rng.normal(size=(k, n)), rng.normal(size=k)) for n, k in zip(sizes, sizes[1:], strict=False)]


def test_dense_is_a_product_and_a_sum():
    assert_array_equal(dense([1, 2], W, B), [13, 28, 33])
    assert_array_equal(dense([1, 2], W), [3, 8, 3])


def test_dense_batch_is_the_layer_row_by_row(rng):
    X = rng.integers(-9, 9, size=(5, 2))
    assert_array_equal(dense(X, W, B), [dense(x, W, B) for x in X])


@pytest.mark.parametrize(("m", "n", "k"), [(1, 1, 1), (0, 2, 3), (4, 1, 6), (4, 6, 1), (2, 0, 3)])
def test_dense_shapes(rng, m, n, k):
    assert dense(rng.normal(size=(m, n)), rng.normal(size=(k, n)), rng.normal(size=k)).shape == (m, k)


def test_dense_agrees_with_torch(rng, torch):

    X, V, b = rng.normal(size=(6, 4)), rng.normal(size=(3, 4)), rng.normal(size=3)
    expected = torch.nn.functional.linear(*map(torch.from_numpy, (X, V, b))).numpy()
    assert_allclose(dense(X, V, b), expected, rtol=0, atol=10 * EPS * np.linalg.norm(X) * np.linalg.norm(V))


@pytest.mark.parametrize(
    ("X", "V", "b", "message"),
    [
        ([1, 2, 3], W, B, r"X must have 2 entries a row, as W has, got shape \(3,\)"),
        (np.zeros((2, 2, 2)), W, B, r"got shape \(2, 2, 2\)"),
        (5.0, W, B, r"got shape \(\)"),
        ([1, 2], W, [1, 2], "b must have 3 entries, one a row of W, got 2"),
        ([1, 2], [3, 0], B, "W must be a matrix"),
        ([1, np.nan], W, B, "X must be finite"),
    ],
)
def test_dense_refuses(X, V, b, message):
    with pytest.raises(ValueError, match=message):
        dense(X, V, b)


def test_dense_refuses_complex_numbers():
    with pytest.raises(TypeError, match="X must be real"):
        dense([1j, 2], W, B)


def test_relu_keeps_what_is_positive_and_has_no_negative_zero():
    got = relu([[-2.0, -0.0], [0.0, 3.0]])
    assert_array_equal(got, [[0, 0], [0, 3]])
    assert not np.signbit(got).any()
    assert relu(-1) == 0 and relu([]).shape == (0,)


def test_relu_refuses_nan():
    with pytest.raises(ValueError, match="z must be finite"):
        relu([np.nan])


def test_forward_bends_between_the_layers_and_not_after_the_last():
    layers = [([[1], [-1]], [0, 0]), ([[-1, -1]], [0])]
    assert_array_equal(forward([[-3], [0], [5]], layers), [[-3], [0], [-5]])


def test_forward_of_one_layer_is_dense(rng):
    x = rng.normal(size=2)
    assert_array_equal(forward(x, [(W, B)]), dense(x, W, B))


def test_forward_agrees_with_torch(rng, torch):

    layers = random_layers(rng, 4, 5, 3, 2)
    modules = []
    for V, b in layers:
        linear = torch.nn.Linear(V.shape[1], V.shape[0], dtype=torch.float64)
        with torch.no_grad():
            linear.weight.copy_(torch.from_numpy(V))
            linear.bias.copy_(torch.from_numpy(b))
        modules += [linear, torch.nn.ReLU()]
    X = rng.normal(size=(7, 4))
    expected = torch.nn.Sequential(*modules[:-1])(torch.from_numpy(X)).detach().numpy()
    assert_allclose(forward(X, layers), expected, rtol=0, atol=100 * EPS * np.linalg.norm(expected))


@pytest.mark.parametrize("function", [collapse, lambda layers: forward([1, 2], layers)])
def test_layers_are_refused(function):
    with pytest.raises(ValueError, match="at least one layer, got none"):
        function([])
    with pytest.raises(ValueError, match="entries a row, as W has"):
        function([(W, B), (W, B)])
    with pytest.raises(ValueError, match="b must have 3 entries"):
        function([(W, [1, 2])])


def test_collapse_agrees_with_one_layer_after_the_other(rng):
    layers, x = random_layers(rng, 4, 6, 3, 2), rng.normal(size=4)
    got = x
    for V, b in layers:
        got = dense(got, V, b)
    tolerance = 100 * EPS * np.prod([np.linalg.norm(V) for V, _ in layers])
    assert_allclose(got, dense(x, *collapse(layers)), rtol=0, atol=tolerance)


def test_collapse_of_one_layer_is_that_layer():
    V, b = collapse([(W, B)])
    assert_array_equal(V, W)
    assert_array_equal(b, B)


def test_product_gradients_of_a_row():
    dX, dW = product_gradients([[1, 2, 3]], [[4], [5], [6]], [[1]])
    assert_array_equal(dW, [[1], [2], [3]])
    assert_array_equal(dX, [[4, 5, 6]])


@pytest.mark.parametrize(("m", "n", "k"), [(1, 1, 1), (2, 3, 4), (5, 1, 2), (1, 6, 1)])
def test_product_gradients_agree_with_finite_differences(rng, m, n, k):
    X, V, C = rng.normal(size=(m, n)), rng.normal(size=(n, k)), rng.normal(size=(m, k))
    dX, dW = product_gradients(X, V, C)  # of the loss sum(C * (X @ V))
    tolerance = 100 * EPS ** (2 / 3) * (1 + np.linalg.norm(X) * np.linalg.norm(V) * np.linalg.norm(C))
    assert_allclose(dX, numerical_gradient(lambda A: (C * (A @ V)).sum(), X), rtol=0, atol=tolerance)
    assert_allclose(dW, numerical_gradient(lambda A: (C * (X @ A)).sum(), V), rtol=0, atol=tolerance)


def test_product_gradients_agree_with_torch(rng, torch):

    X, V, C = rng.normal(size=(3, 4)), rng.normal(size=(4, 2)), rng.normal(size=(3, 2))
    x, v = (torch.from_numpy(A).requires_grad_() for A in (X, V))
    (torch.from_numpy(C) * (x @ v)).sum().backward()
    dX, dW = product_gradients(X, V, C)
    assert_allclose(dX, x.grad.numpy(), rtol=0, atol=10 * EPS * np.linalg.norm(C) * np.linalg.norm(V))
    assert_allclose(dW, v.grad.numpy(), rtol=0, atol=10 * EPS * np.linalg.norm(C) * np.linalg.norm(X))


@pytest.mark.parametrize(
    ("shapes", "message"),
    [
        ([(2, 3), (2, 3), (2, 3)], r"X and W must fit for X @ W, got shapes \(2, 3\) and \(2, 3\)"),
        ([(2, 3), (3, 1), (1, 2)], r"dY must have the shape of X @ W, \(2, 1\), got \(1, 2\)"),
        ([(3,), (3, 1), (1, 1)], "X must be a matrix"),
    ],
)
def test_product_gradients_refuse(shapes, message):
    with pytest.raises(ValueError, match=message):
        product_gradients(*map(np.ones, shapes))


def test_numerical_gradient_of_a_cubic(rng):
    A = rng.uniform(-1, 1, size=(2, 3))
    got = numerical_gradient(lambda A: (A**3).sum(), A)
    assert_allclose(got, 3 * A**2, rtol=0, atol=100 * EPS ** (2 / 3))


def test_numerical_gradient_leaves_its_input_and_keeps_its_shape():
    A = np.ones((2, 1, 2))
    assert numerical_gradient(lambda A: A.sum(), A).shape == (2, 1, 2)
    assert_array_equal(A, np.ones((2, 1, 2)))
    assert numerical_gradient(lambda A: A.sum(), []).shape == (0,)


@pytest.mark.parametrize("step", [0, -1, np.inf, np.nan])
def test_numerical_gradient_refuses_a_step(step):
    with pytest.raises(ValueError, match="step must be positive and finite"):
        numerical_gradient(lambda A: 0.0, [1.0], step=step)


@pytest.mark.parametrize(("entry", "shown"), [(1e12, "1e[+]12"), (-3e300, "3e[+]300")])
def test_numerical_gradient_refuses_a_step_that_is_lost(entry, shown):
    with pytest.raises(ValueError, match=f"step 6e-06 is lost beside an entry of size {shown}"):
        numerical_gradient(lambda A: A.sum(), [[1.0, entry]])


def test_importing_brings_neither_torch_nor_matplotlib():
    code = "import sys, linalg_book.layers; print({'torch', 'matplotlib'} & {*sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("set()\n", "")
