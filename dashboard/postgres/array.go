package postgres

import (
	"encoding/binary"

	"github.com/lib/pq/oid"
)

// Bytes and numbers go to the server as arrays in PostgreSQL's binary form (its
// array_recv reads it): written as text, bytes take more than twice the room, and
// both sides spend most of the time of a push on it.

// bytesArray is an argument of type bytea[].
type bytesArray [][]byte

// BinaryValue is what the driver sends.
func (a bytesArray) BinaryValue() ([]byte, error) {
	size := 0
	for _, element := range a {
		size += len(element)
	}
	b := arrayHead(oid.T_bytea, len(a), size)
	for _, element := range a {
		b = binary.BigEndian.AppendUint32(b, uint32(len(element)))
		b = append(b, element...)
	}
	return b, nil
}

// numbersArray is an argument of type bigint[].
type numbersArray []int64

// BinaryValue is what the driver sends.
func (a numbersArray) BinaryValue() ([]byte, error) {
	b := arrayHead(oid.T_int8, len(a), 8*len(a))
	for _, n := range a {
		b = binary.BigEndian.AppendUint32(b, 8)
		b = binary.BigEndian.AppendUint64(b, uint64(n))
	}
	return b, nil
}

// arrayHead begins an array of n elements without nulls that take size bytes.
func arrayHead(element oid.Oid, n, size int) []byte {
	const head, perElement = 5 * 4, 4
	b := make([]byte, 0, head+n*perElement+size)
	dimensions := uint32(1)
	if n == 0 {
		dimensions = 0
	}
	b = binary.BigEndian.AppendUint32(b, dimensions)
	b = binary.BigEndian.AppendUint32(b, 0) // no nulls
	b = binary.BigEndian.AppendUint32(b, uint32(element))
	if n == 0 {
		return b
	}
	b = binary.BigEndian.AppendUint32(b, uint32(n))
	return binary.BigEndian.AppendUint32(b, 1) // numbered from 1
}
