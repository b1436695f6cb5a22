"""What is learned: the network, its heads, and the labels of a teacher."""
